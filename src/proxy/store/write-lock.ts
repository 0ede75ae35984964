import { sql, type Kysely, type Transaction } from 'kysely';
import type { Tables } from './schema';

/**
 * One transaction with no other writer of this table beside it: what is read in it holds until its commit. The
 * triggers of PostgreSQL take the lock for any change, also for one of no row; SQLite has taken its own by then.
 */
export function writeTransaction<T>(
  db: Kysely<Tables>,
  table: 'applications' | 'batches' | 'cancellations',
  work: (tx: Transaction<Tables>) => Promise<T>,
): Promise<T> {
  return db.transaction().execute(async (tx) => {
    await sql`UPDATE ${sql.table(table)} SET realm = realm WHERE 1 = 0`.execute(tx);
    return work(tx);
  });
}
