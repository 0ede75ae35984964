import { sql, type Kysely } from 'kysely';
import { DatabaseError } from 'pg';
import type { PageQuery } from '../backend';
import { cancellationColumns, type CancellationRow } from '../rows';
import type { Tables } from '../schema';
import { ReaderLeft, SearchTooSlow } from '../store';

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

/** A text search may have to look at the whole journal: it gets little time and one processor. */
export const searchSettings = { statement_timeout: '5s', max_parallel_workers_per_gather: '0' };

/**
 * One page of the records with a text, on the few connections that are kept for this: however many search, the others
 * are free for everything else. Ended in the database too when nobody reads the answer any more.
 */
export async function search(
  searches: Kysely<Tables>,
  db: Kysely<Tables>,
  query: PageQuery,
): Promise<CancellationRow[]> {
  const { signal } = query;
  return searches.connection().execute(async (connection) => {
    ReaderLeft.check(signal);
    const { rows } = await sql<{ pid: number }>`SELECT pg_backend_pid() AS pid`.execute(connection);
    let cancelling: Promise<unknown> | undefined;
    const cancel = () => {
      cancelling = sql`SELECT pg_cancel_backend(${rows[0]?.pid})`.execute(db).catch(() => undefined);
    };
    signal?.addEventListener('abort', cancel);
    try {
      ReaderLeft.check(signal);
      return await page(connection, query);
    } catch (error) {
      ReaderLeft.check(signal);
      // query_canceled, by the statement's timeout.
      if (error instanceof DatabaseError && error.code === '57014') throw new SearchTooSlow();
      throw error;
    } finally {
      signal?.removeEventListener('abort', cancel);
      // What comes late would end the next search on this connection.
      await cancelling;
    }
  });
}
