import { sql, type Kysely } from 'kysely';
import type { PageQuery } from './backend';
import { cancellationColumns, type CancellationRow } from './rows';
import type { Tables } from './schema';

/** One page of the journal; PostgreSQL's planner knows the values' frequencies and picks the index. */
export function page(
  db: Kysely<Tables>,
  { realm, filter, text, below, limit }: PageQuery,
): Promise<CancellationRow[]> {
  let query = db
    .selectFrom('cancellations')
    .select(cancellationColumns)
    .where('realm', '=', realm)
    .where('seq', '<', below);
  if (filter.outcome === 'open') query = query.where('outcome', 'is', null);
  else if (filter.outcome !== undefined) query = query.where('outcome', '=', filter.outcome);
  if (filter.confirmed === 'no')
    query = query.where('outcome', 'is not', null).where('confirmed_at', 'is', null);
  else if (filter.confirmed === 'yes') query = query.where('confirmed_at', 'is not', null);
  if (filter.applicationId !== undefined) query = query.where('application_id', '=', filter.applicationId);
  if (filter.deploymentId !== undefined) query = query.where('deployment_id', '=', filter.deploymentId);
  if (filter.batchId !== undefined) query = query.where('batch_id', '=', filter.batchId.toLowerCase());
  if (filter.person !== undefined) query = query.where('person', '=', filter.person);
  if (filter.from !== undefined) query = query.where('requested_at', '>=', filter.from);
  if (filter.to !== undefined) query = query.where('requested_at', '<', filter.to);
  if (text !== '')
    query = query.where(sql<boolean>`search LIKE ${`%${text.replaceAll(/[\\%_]/g, '\\$&')}%`}`);
  return query.orderBy('seq', 'desc').limit(limit).execute();
}
