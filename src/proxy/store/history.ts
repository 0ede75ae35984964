import { randomUUID } from 'node:crypto';
import type { Selectable, Transaction } from 'kysely';
import { historyEntry } from '../../contract';
import type { Backend } from './backend';
import { summaries } from './batches';
import { cancellationColumns, toCancellation, type CancellationRow } from './rows';
import type { Tables } from './schema';
import type { Realm, Store, StoredEvent } from './store';

type History = Pick<
  Store,
  | 'confirm'
  | 'withdrawConfirmation'
  | 'addVerification'
  | 'findVerification'
  | 'history'
  | 'onEvent'
  | 'historyId'
  | 'listEvents'
  | 'lastEvent'
>;

const eventColumns = ['seq', 'kind', 'cancellation_id', 'at', 'person', 'detail'] as const;
type EventRow = Pick<Selectable<Tables['events']>, (typeof eventColumns)[number]>;

/** `detail` holds the members that only some kinds have. */
function toEntry({ seq, kind, at, person, detail }: EventRow) {
  const more: unknown = detail === null ? {} : JSON.parse(detail);
  return historyEntry.parse({ seq, kind, at, person, ...Object(more) });
}

/** What people add to settled cancellations, and the events of one realm. */
export function history(backend: Backend, realm: Realm): History {
  const { db } = backend;
  let historyId = randomUUID();
  /** The newest event at the last look, and what tells it from another one that got its number. */
  let newestKnown: { seq: number; mark: string } | undefined;

  function find(tx: Transaction<Tables>, id: string): Promise<CancellationRow | undefined> {
    return tx
      .selectFrom('cancellations')
      .select(cancellationColumns)
      .where('id', '=', id.toLowerCase())
      .where('realm', '=', realm)
      .executeTakeFirst();
  }

  async function record(
    tx: Transaction<Tables>,
    event: Pick<EventRow, 'kind' | 'at' | 'person' | 'detail'> & { id: string; key?: string },
  ): Promise<boolean> {
    const { id, key = null, ...rest } = event;
    const inserted = await tx
      .insertInto('events')
      .values({ realm, type: 'cancellation', cancellation_id: id.toLowerCase(), key, ...rest })
      .onConflict((conflict) => conflict.column('key').doNothing())
      .returning('seq')
      .executeTakeFirst();
    return inserted !== undefined;
  }

  return {
    async confirm(id, confirmation) {
      const { person, at, note } = confirmation;
      const result = await db.transaction().execute(async (tx) => {
        const confirmed = await tx
          .updateTable('cancellations')
          .set({ confirmed_by: person, confirmed_at: at, confirmed_note: note })
          .where('id', '=', id.toLowerCase())
          .where('realm', '=', realm)
          .where('outcome', 'is not', null)
          // Here and not before: the outcome may come between a look at the record and its confirmation.
          .$if(note === null, (update) => update.where('outcome', '<>', 'unknown'))
          .where('confirmed_at', 'is', null)
          .returning(cancellationColumns)
          .executeTakeFirst();
        if (confirmed !== undefined) {
          await record(tx, { id, kind: 'confirmed', at, person, detail: JSON.stringify({ note }) });
          return { kind: 'confirmed', cancellation: toCancellation(confirmed) } as const;
        }
        const row = await find(tx, id);
        if (row === undefined) return { kind: 'missing' } as const;
        const kind = row.outcome === null ? 'open' : row.confirmed_at === null ? 'note_required' : 'already';
        return { kind, cancellation: toCancellation(row) } as const;
      });
      if (result.kind === 'confirmed') backend.changed();
      return result;
    },

    async withdrawConfirmation(id, person, at) {
      const result = await db.transaction().execute(async (tx) => {
        const withdrawn = await tx
          .updateTable('cancellations')
          .set({ confirmed_by: null, confirmed_at: null, confirmed_note: null })
          .where('id', '=', id.toLowerCase())
          .where('realm', '=', realm)
          .where('confirmed_at', 'is not', null)
          .returning(cancellationColumns)
          .executeTakeFirst();
        if (withdrawn !== undefined) {
          await record(tx, { id, kind: 'confirmation_withdrawn', at, person, detail: null });
          return { kind: 'withdrawn', cancellation: toCancellation(withdrawn) } as const;
        }
        const row = await find(tx, id);
        if (row === undefined) return { kind: 'missing' } as const;
        return { kind: 'not_confirmed', cancellation: toCancellation(row) } as const;
      });
      if (result.kind === 'withdrawn') backend.changed();
      return result;
    },

    async addVerification(id, verificationId, { person, at, verification }) {
      const result = await db.transaction().execute(async (tx) => {
        if ((await find(tx, id)) === undefined) return 'missing';
        const detail = JSON.stringify({ verification });
        const key = verificationId.toLowerCase();
        if (await record(tx, { id, key, kind: 'verified', at, person, detail })) return 'added';
        const { cancellation_id } = await tx
          .selectFrom('events')
          .select('cancellation_id')
          .where('key', '=', key)
          .executeTakeFirstOrThrow();
        return cancellation_id === id.toLowerCase() ? 'known' : 'foreign';
      });
      if (result === 'added') backend.changed();
      return result;
    },

    async findVerification(verificationId) {
      const row = await db
        .selectFrom('events')
        .select('cancellation_id')
        .where('key', '=', verificationId.toLowerCase())
        .executeTakeFirst();
      return row?.cancellation_id ?? null;
    },

    async history(id) {
      const rows = await db
        .selectFrom('events')
        .select(eventColumns)
        .where('cancellation_id', '=', id.toLowerCase())
        .where('realm', '=', realm)
        .orderBy('seq')
        .execute();
      return rows.map(toEntry);
    },

    onEvent: (listener) => backend.onEvent(listener),
    async historyId() {
      const known = newestKnown;
      const rows = await db
        .selectFrom('events')
        .select(['seq', 'realm', 'kind', 'cancellation_id', 'batch_id', 'at', 'person'])
        .where((eb) =>
          eb.or([
            eb('seq', '=', known?.seq ?? 0),
            eb('seq', '=', (one) => one.selectFrom('events').select(({ fn }) => fn.max('seq').as('seq'))),
          ]),
        )
        .orderBy('seq')
        .execute();
      const marks = rows.map((row) => ({ seq: row.seq, mark: JSON.stringify(row) }));
      if (known !== undefined && !marks.some(({ mark }) => mark === known.mark)) historyId = randomUUID();
      newestKnown = marks.at(-1);
      return historyId;
    },

    async listEvents(after, limit) {
      const events = await db
        .selectFrom('events')
        .select(['seq', 'cancellation_id', 'batch_id'])
        .where('realm', '=', realm)
        .where('seq', '>', after)
        .orderBy('seq')
        .limit(limit)
        .execute();
      const ids = [...new Set(events.flatMap((event) => event.cancellation_id ?? []))];
      const rows =
        ids.length === 0
          ? []
          : await db.selectFrom('cancellations').select(cancellationColumns).where('id', 'in', ids).execute();
      const records = new Map(rows.map((row) => [row.id, toCancellation(row)]));
      const batches = await summaries(
        db,
        events.flatMap((event) => event.batch_id ?? []),
      );
      return events.map(({ seq, cancellation_id, batch_id }): StoredEvent => {
        const cancellation = records.get(cancellation_id ?? '');
        if (cancellation !== undefined) return { seq, type: 'cancellation', cancellation };
        const batch = batches.get(batch_id ?? '');
        return batch === undefined ? { seq, type: 'applications' } : { seq, type: 'batch', batch };
      });
    },

    async lastEvent() {
      const row = await db
        .selectFrom('events')
        .select(({ fn }) => fn.max('seq').as('seq'))
        .where('realm', '=', realm)
        .executeTakeFirst();
      return row?.seq ?? 0;
    },
  };
}
