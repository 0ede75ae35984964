import type { Kysely } from 'kysely';
import { addChange } from './changes';
import type { Tables } from './schema';
import type { ListOwner } from './store';
import { writeTransaction } from './write-lock';

/**
 * Gives the saved list of a time when lists belonged to no account to this one, the first account that starts a console
 * on the database since then. The deployments follow their applications.
 */
export async function takeOverList(db: Kysely<Tables>, owner: ListOwner, at: string): Promise<void> {
  const { realm, account } = owner;
  const ownerless = await db
    .selectFrom('applications')
    .select('application_id')
    .where('realm', '=', realm)
    .where('account', '=', '')
    .limit(1)
    .executeTakeFirst();
  if (ownerless === undefined) return;
  await writeTransaction(db, 'applications', async (tx) => {
    const { numUpdatedRows } = await tx
      .updateTable('applications')
      .set({ account })
      .where('realm', '=', realm)
      .where('account', '=', '')
      .executeTakeFirst();
    // Another console may have been first.
    if (numUpdatedRows > 0n)
      await addChange(tx, owner, at, {
        kind: 'list_taken_over',
        person: null,
        detail: { applications: Number(numUpdatedRows) },
      });
  });
}
