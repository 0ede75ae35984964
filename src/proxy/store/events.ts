import { randomUUID } from 'node:crypto';
import type { Backend } from './backend';
import { findSummaries } from './batch-queries';
import { cancellationColumns, toCancellation } from './cancellation-rows';
import type { EventStore, Realm, StoredEvent } from './store';

/** The events of one realm, which the tables' triggers and the other parts of the store write. */
export function createEvents({ db, onEvent }: Backend, realm: Realm): EventStore {
  let historyId = randomUUID();
  /** The newest event at the last look, and a text that tells it from another one that got its number. */
  let newestKnown: { seq: number; mark: string } | undefined;

  return {
    onEvent,

    async historyId() {
      const known = newestKnown;
      const rows = await db
        .selectFrom('events')
        .select(['seq', 'realm', 'kind', 'cancellation_id', 'batch_id', 'at', 'person'])
        .where((eb) =>
          eb.or([
            eb('seq', '=', known?.seq ?? 0),
            eb(
              'seq',
              '=',
              eb.selectFrom('events').select(({ fn }) => fn.max('seq').as('seq')),
            ),
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
        .select(['seq', 'cancellation_id', 'batch_id', 'person'])
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
      const batchIds = events.flatMap((event) => event.batch_id ?? []);
      const batches = await findSummaries(db, [...new Set(batchIds)]);
      return events.map(({ seq, cancellation_id, batch_id, person }): StoredEvent => {
        const cancellation = records.get(cancellation_id ?? '');
        if (cancellation !== undefined) return { seq, type: 'cancellation', data: cancellation };
        const batch = batches.get(batch_id ?? '');
        return batch === undefined
          ? { seq, type: 'applications', data: person === null ? {} : { person } }
          : { seq, type: 'batch', data: batch };
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
