import type { Kysely } from 'kysely';
import type { Backend, PageQuery } from './backend';
import { cancellationColumns, findRow, toCancellation } from './cancellation-rows';
import { decodeCursor, toPage } from './cursor';
import type { Tables } from './schema';
import { ReaderLeft, type JournalStore, type Realm } from './store';

/** Reads the journal of one realm. */
export function createJournalReader(
  backend: Backend,
  realm: Realm,
): Pick<JournalStore, 'findCancellation' | 'listCancellations'> {
  return {
    async findCancellation(id) {
      const row = await findRow(backend.db, id, realm);
      return row === undefined ? null : toCancellation(row);
    },

    async listCancellations({ q, ...filter }, { cursor, limit, signal }) {
      ReaderLeft.check(signal);
      const found = await backend.readPage({
        realm,
        filter,
        // By Unicode's rules, which neither SQLite nor a PostgreSQL of the C locale has.
        text: (q ?? '').toLowerCase(),
        below: decodeCursor(cursor),
        limit: limit + 1,
        signal,
      });
      const { rows, nextCursor } = toPage(found, limit);
      return { items: rows.map(toCancellation), nextCursor };
    },
  };
}

/** The newest records that meet every condition but the text's. */
export function selectPage(
  db: Kysely<Tables>,
  { realm, filter, below, limit }: Omit<PageQuery, 'text' | 'signal'>,
) {
  const { outcome, applicationId, deploymentId, batchId, person, from, to, confirmed } = filter;
  let query = db
    .selectFrom('cancellations')
    .select(cancellationColumns)
    .where('realm', '=', realm)
    .where('seq', '<', below)
    .orderBy('seq', 'desc')
    .limit(limit);
  if (outcome === 'open') query = query.where('outcome', 'is', null);
  else if (outcome !== undefined) query = query.where('outcome', '=', outcome);
  if (confirmed === 'no') query = query.where('outcome', 'is not', null).where('confirmed_at', 'is', null);
  else if (confirmed === 'yes') query = query.where('confirmed_at', 'is not', null);
  if (applicationId !== undefined) query = query.where('application_id', '=', applicationId);
  if (deploymentId !== undefined) query = query.where('deployment_id', '=', deploymentId);
  if (batchId !== undefined) query = query.where('batch_id', '=', batchId);
  if (person !== undefined) query = query.where('person', '=', person);
  if (from !== undefined) query = query.where('requested_at', '>=', from);
  if (to !== undefined) query = query.where('requested_at', '<', to);
  return query;
}
