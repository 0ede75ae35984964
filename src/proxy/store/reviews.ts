import type { Kysely } from 'kysely';
import type { Backend } from './backend';
import type { Tables } from './schema';
import type { JournalStore, Realm } from './store';
import { writeTransaction } from './write-lock';

/** Records that one transaction marks, for which every other writer waits. */
const pageSize = 100;

/** The reviews of one realm. Both methods read an index that holds nothing but what they look for. */
export function createReviews(
  backend: Backend,
  realm: Realm,
): Pick<JournalStore, 'markOverdueReviews' | 'countOverdueReviews'> {
  const { db } = backend;

  async function findDue(on: Kysely<Tables>, at: string): Promise<string[]> {
    const rows = await on
      .selectFrom('cancellations')
      .select('id')
      .where('realm', '=', realm)
      .where('review_due_at', '<=', at)
      .where('review_overdue_at', 'is', null)
      .where('confirmed_at', 'is', null)
      .where('outcome', 'is not', null)
      .orderBy('review_due_at')
      .limit(pageSize)
      .execute();
    return rows.map(({ id }) => id);
  }

  async function markPage(at: string): Promise<number> {
    // Mostly there is nothing to mark: a look at the index needs no lock.
    if ((await findDue(db, at)).length === 0) return 0;
    const count = await writeTransaction(db, 'cancellations', async (tx) => {
      // Anew, with no other writer beside it: another console may have been first.
      const ids = await findDue(tx, at);
      if (ids.length === 0) return 0;
      await tx.updateTable('cancellations').set({ review_overdue_at: at }).where('id', 'in', ids).execute();
      const event = { realm, type: 'cancellation', kind: 'review_overdue', at } as const;
      await tx
        .insertInto('events')
        .values(ids.map((id) => ({ ...event, cancellation_id: id })))
        .execute();
      return ids.length;
    });
    if (count > 0) backend.changed();
    return count;
  }

  return {
    async markOverdueReviews(at) {
      for (let sum = 0; ;) {
        const count = await markPage(at);
        sum += count;
        if (count < pageSize) return sum;
      }
    },

    async countOverdueReviews() {
      const { count } = await db
        .selectFrom('cancellations')
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .where('realm', '=', realm)
        .where('review_overdue_at', 'is not', null)
        .where('confirmed_at', 'is', null)
        .executeTakeFirstOrThrow();
      return count;
    },
  };
}
