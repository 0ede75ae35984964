import { sql, type Kysely } from 'kysely';
import { DatabaseError } from 'pg';
import type { PageQuery } from '../backend';
import type { CancellationRow } from '../cancellation-rows';
import { selectPage } from '../journal-reader';
import type { Tables } from '../schema';
import { ReaderLeft, SearchTooSlow } from '../store';

/** A text search may have to look at the whole journal: it gets little time and one processor. */
export const searchSettings = { statement_timeout: '5s', max_parallel_workers_per_gather: '0' };

/**
 * One page of the records with a text, on the few connections that are kept for this: however many people search, the
 * others are free for everything else. Ended in the database too when nobody reads the answer any more.
 */
export async function searchPage(
  searches: Kysely<Tables>,
  db: Kysely<Tables>,
  { text, signal, ...query }: PageQuery,
): Promise<CancellationRow[]> {
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
      return await selectPage(connection, query)
        .where('search', 'like', `%${text.replaceAll(/[\\%_]/g, '\\$&')}%`)
        .execute();
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
