import type { Selectable } from 'kysely';
import { historyEntry, personKey, type Cancellation } from '../../contract';
import type { Backend } from './backend';
import { cancellationColumns, findRow, toCancellation, type CancellationRow } from './cancellation-rows';
import type { Tables } from './schema';
import type { JournalStore, Realm } from './store';
import { writeTransaction } from './write-lock';

type Confirmations = Pick<
  JournalStore,
  'confirm' | 'withdrawConfirmation' | 'addVerification' | 'findVerification' | 'history'
>;

const entryColumns = ['seq', 'kind', 'at', 'person', 'detail'] as const;
type EntryRow = Pick<Selectable<Tables['events']>, (typeof entryColumns)[number]>;
type NewEntry = Omit<EntryRow, 'seq'>;

/** `detail` holds the members that only some kinds have. */
function toEntry({ detail, ...common }: EntryRow) {
  const members: unknown = detail === null ? {} : JSON.parse(detail);
  return historyEntry.parse({ ...common, ...Object(members) });
}

/** Whether a rule leaves the confirmation of this record to other people than this one, who cancelled. */
const isLeftToOthers = ({ reviewBy, person: canceller }: CancellationRow, person: string) =>
  reviewBy === 'another' && personKey(canceller) === personKey(person);

/** What people add to the settled cancellations of one realm, each with an entry in the record's history. */
export function createConfirmations(backend: Backend, realm: Realm): Confirmations {
  const { db } = backend;

  async function write<T extends { isWritten: boolean }>(
    id: string,
    work: (tx: typeof db, row: CancellationRow) => Promise<T>,
  ) {
    const done = await writeTransaction(db, 'cancellations', async (tx) => {
      const row = await findRow(tx, id, realm);
      return row && work(tx, row);
    });
    if (done?.isWritten === true) backend.changed();
    return done;
  }

  async function addEntry(tx: typeof db, id: string, entry: NewEntry, key: string | null = null) {
    await tx
      .insertInto('events')
      .values({ realm, type: 'cancellation', cancellation_id: id, key, ...entry })
      .execute();
  }

  /** Sets or takes away a confirmation, unless `decide` names another kind of result than `done`. */
  async function setConfirmation<K extends string>(
    id: string,
    done: K,
    decide: (row: CancellationRow) => K,
    confirmation: { person: string | null; at: string | null; note: string | null },
    entry: NewEntry,
  ): Promise<{ kind: K; cancellation: Cancellation } | { kind: 'missing' }> {
    const result = await write(id, async (tx, row) => {
      const kind = decide(row);
      if (kind !== done) return { isWritten: false, kind, cancellation: toCancellation(row) };
      const { person: confirmed_by, at: confirmed_at, note: confirmed_note } = confirmation;
      const changed = await tx
        .updateTable('cancellations')
        .set({ confirmed_by, confirmed_at, confirmed_note })
        .where('id', '=', id)
        .returning(cancellationColumns)
        .executeTakeFirstOrThrow();
      await addEntry(tx, id, entry);
      return { isWritten: true, kind, cancellation: toCancellation(changed) };
    });
    return result === undefined
      ? { kind: 'missing' }
      : { kind: result.kind, cancellation: result.cancellation };
  }

  return {
    confirm(id, { person, at, note }) {
      const decide = (row: CancellationRow) => {
        const { outcome, confirmedAt } = row;
        if (outcome === null) return 'open';
        if (confirmedAt !== null) return 'already';
        if (isLeftToOthers(row, person)) return 'own';
        return outcome === 'unknown' && note === null ? 'note_required' : 'confirmed';
      };
      const detail = JSON.stringify({ note });
      const entry = { kind: 'confirmed', at, person, detail } as const;
      return setConfirmation(id, 'confirmed', decide, { person, at, note }, entry);
    },

    withdrawConfirmation(id, person, at) {
      const decide = (row: CancellationRow) => {
        if (row.confirmedAt === null) return 'not_confirmed';
        return isLeftToOthers(row, person) ? 'own' : 'withdrawn';
      };
      const none = { person: null, at: null, note: null };
      const entry = { kind: 'confirmation_withdrawn', at, person, detail: null } as const;
      return setConfirmation(id, 'withdrawn', decide, none, entry);
    },

    async addVerification(id, key, { person, at, verification }) {
      const result = await write(id, async (tx) => {
        const known = await tx
          .selectFrom('events')
          .select('cancellation_id')
          .where('key', '=', key)
          .executeTakeFirst();
        if (known !== undefined)
          return { isWritten: false, kind: known.cancellation_id === id ? 'known' : 'foreign' } as const;
        const detail = JSON.stringify({ verification });
        await addEntry(tx, id, { kind: 'verified', at, person, detail }, key);
        return { isWritten: true, kind: 'added' } as const;
      });
      return result?.kind ?? 'missing';
    },

    async findVerification(verificationId) {
      const row = await db
        .selectFrom('events')
        .select('cancellation_id')
        .where('key', '=', verificationId)
        .executeTakeFirst();
      return row?.cancellation_id ?? null;
    },

    async history(id) {
      const rows = await db
        .selectFrom('events')
        .select(entryColumns)
        .where('cancellation_id', '=', id)
        .where('realm', '=', realm)
        .orderBy('seq')
        .execute();
      return rows.map(toEntry);
    },
  };
}
