import type { Kysely } from 'kysely';
import type { Backend } from './backend';
import type { RetentionStore } from './change-store';
import { addChange } from './changes';
import type { Tables } from './schema';
import type { ListOwner } from './store';
import { writeTransaction } from './write-lock';

type Tx = Kysely<Tables>;

/** Removes events, but not the newest of all: consoles tell by it that the database is the one they know. */
async function removeEvents(
  tx: Tx,
  of: 'cancellation_id' | 'batch_id',
  ids: readonly string[],
): Promise<void> {
  await tx
    .deleteFrom('events')
    .where(of, 'in', ids)
    .where('seq', '<', (eb) => eb.selectFrom('events').select(({ fn }) => fn.max('seq').as('seq')))
    .execute();
}

/** Settled cancellations, the oldest first, with their history; not those whose outcome somebody still has to confirm. */
async function removeRecords(
  tx: Tx,
  realm: ListOwner['realm'],
  before: string,
  limit: number,
): Promise<number> {
  const rows = await tx
    .selectFrom('cancellations')
    .select('id')
    .where('realm', '=', realm)
    .where('requested_at', '<', before)
    .where('outcome', 'is not', null)
    .where((eb) => eb.or([eb('review_due_at', 'is', null), eb('confirmed_at', 'is not', null)]))
    .orderBy('requested_at')
    .limit(limit)
    .execute();
  const ids = rows.map(({ id }) => id);
  if (ids.length === 0) return 0;
  await removeEvents(tx, 'cancellation_id', ids);
  await tx.deleteFrom('cancellations').where('id', 'in', ids).execute();
  return ids.length;
}

/** Batches that are over and have no record left. */
async function removeBatches(
  tx: Tx,
  realm: ListOwner['realm'],
  before: string,
  limit: number,
): Promise<number> {
  const rows = await tx
    .selectFrom('batches as b')
    .select('b.id')
    .where('b.realm', '=', realm)
    .where('b.finished_at', '<', before)
    .where((eb) =>
      eb.not(
        eb.exists(eb.selectFrom('cancellations as c').select('c.seq').whereRef('c.batch_id', '=', 'b.id')),
      ),
    )
    .orderBy('b.seq')
    .limit(limit)
    .execute();
  const ids = rows.map(({ id }) => id);
  if (ids.length === 0) return 0;
  await removeEvents(tx, 'batch_id', ids);
  await tx.deleteFrom('batch_targets').where('batch_id', 'in', ids).execute();
  await tx.deleteFrom('batches').where('id', 'in', ids).execute();
  return ids.length;
}

/** Of the changes that were written first, those that are old enough. */
async function removeChanges(
  tx: Tx,
  realm: ListOwner['realm'],
  before: string,
  limit: number,
): Promise<number> {
  const rows = await tx
    .selectFrom('changes')
    .select(['seq', 'at'])
    .where('realm', '=', realm)
    .orderBy('seq')
    .limit(limit)
    .execute();
  const old = rows.filter(({ at }) => at < before).map(({ seq }) => seq);
  if (old.length > 0) await tx.deleteFrom('changes').where('seq', 'in', old).execute();
  return old.length;
}

/** Lets go of what is older than the configuration keeps. */
export function createRetention(backend: Backend, owner: ListOwner, now: () => Date): RetentionStore {
  const { db } = backend;
  const { realm } = owner;
  return {
    async forget(kind, before, limit) {
      const count = await writeTransaction(db, 'cancellations', async (tx) => {
        // The triggers let nothing go that is not older than this.
        await tx
          .insertInto('retention')
          .values({ realm, kind, before })
          .onConflict((conflict) => conflict.columns(['realm', 'kind']).doUpdateSet({ before }))
          .execute();
        const records = kind === 'records' ? await removeRecords(tx, realm, before, limit) : 0;
        const batches = kind === 'records' ? await removeBatches(tx, realm, before, limit) : 0;
        const changes = kind === 'changes' ? await removeChanges(tx, realm, before, limit) : 0;
        if (records + batches + changes === 0) return 0;
        const at = now().toISOString();
        const detail = { before, ...(kind === 'records' ? { records, batches } : { changes }) };
        await addChange(tx, owner, at, { kind: 'retention_applied', person: null, detail });
        // A deployment's last cancellation may be among the records: the pages read the list anew.
        if (records > 0)
          await tx
            .insertInto('events')
            .values({ realm, type: 'applications', kind: 'changed', at })
            .execute();
        return records + batches + changes;
      });
      if (count > 0 && kind === 'records') backend.changed();
      return count;
    },
  };
}
