import type { Backend } from './backend';
import { decodeCursor, encodeCursor } from './cursor';
import { cancellationColumns, fold, toCancellation } from './rows';
import type { JournalFilter, JournalPage, Realm } from './store';

/** One page of the journal, newest first. Throws `InvalidCursor`. */
export async function listCancellations(
  { db, contains }: Backend,
  realm: Realm,
  filter: JournalFilter,
  page: { cursor?: string | undefined; limit: number },
): Promise<JournalPage> {
  let query = db.selectFrom('cancellations').select(cancellationColumns).where('realm', '=', realm);
  if (page.cursor !== undefined) query = query.where('seq', '<', decodeCursor(page.cursor));
  if (filter.outcome === 'open') query = query.where('outcome', 'is', null);
  else if (filter.outcome !== undefined) query = query.where('outcome', '=', filter.outcome);
  if (filter.applicationId !== undefined) query = query.where('application_id', '=', filter.applicationId);
  if (filter.deploymentId !== undefined) query = query.where('deployment_id', '=', filter.deploymentId);
  if (filter.person !== undefined) query = query.where('person', '=', filter.person);
  if (filter.from !== undefined) query = query.where('requested_at', '>=', filter.from);
  if (filter.to !== undefined) query = query.where('requested_at', '<', filter.to);
  if (filter.q !== undefined && filter.q !== '') query = query.where(contains(fold(filter.q)));
  const rows = await query
    .orderBy('seq', 'desc')
    .limit(page.limit + 1)
    .execute();
  const items = rows.slice(0, page.limit);
  const last = items.at(-1);
  return {
    items: items.map(toCancellation),
    nextCursor: rows.length > page.limit && last !== undefined ? encodeCursor(last.seq) : null,
  };
}
