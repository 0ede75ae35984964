import { sql, type Kysely } from 'kysely';
import { deploymentKey, recentMs, type Overlap } from '../../contract';
import { isOfAccount } from './of-account';
import type { Tables } from './schema';
import type { ListOwner } from './store';

type Target = Pick<Overlap, 'applicationId' | 'deploymentId'>;

/** The IDs as a record keeps them: for `LIKE`, each with a space after it. */
export function despiteText(despite: readonly string[] | null): string | null {
  return despite === null ? null : despite.map((id) => `${id} `).join('');
}

/** What others of the account do to these targets at `at` and `despite` does not name, in the order of the targets. */
export async function findOverlaps(
  db: Kysely<Tables>,
  { realm, account }: ListOwner,
  targets: readonly Target[],
  { despite, at, exceptBatch }: { despite: readonly string[]; at: string; exceptBatch: string | null },
): Promise<Overlap[]> {
  const known = new Set(despite);
  const waiting = await db
    .selectFrom('batches as b')
    .innerJoin('batch_targets as t', 't.batch_id', 'b.id')
    .select(['b.id', 'b.person', 'b.requested_at as at'])
    .select(['t.application_id as applicationId', 't.deployment_id as deploymentId'])
    .where('b.state', '=', 'running')
    .where('b.realm', '=', realm)
    .where(isOfAccount('b.account', account))
    .where('b.stop_reason', 'is', null)
    .where('t.not_tried_reason', 'is', null)
    .where((eb) =>
      eb.not(
        eb.exists(
          eb.selectFrom('cancellations as c').select('c.seq').whereRef('c.id', '=', 't.cancellation_id'),
        ),
      ),
    )
    .orderBy('b.seq')
    .execute();
  const wanted = targets.map(({ applicationId, deploymentId }) => sql`(${applicationId}, ${deploymentId})`);
  const accepted = await db
    .selectFrom(sql<{ column1: string; column2: string }>`(VALUES ${sql.join(wanted)})`.as('w'))
    .innerJoin('cancellations as c', (join) =>
      join.on(
        'c.seq',
        '=',
        sql<number>`(SELECT max(l.seq) FROM cancellations l WHERE l.realm = ${realm} AND l.outcome = 'accepted'
          AND l.application_id = w.column1 AND l.deployment_id = w.column2
          AND ${isOfAccount('l.account', account)})`,
      ),
    )
    .select(['c.id', 'c.batch_id', 'c.person', 'c.settled_at'])
    .select(['c.application_id as applicationId', 'c.deployment_id as deploymentId'])
    .where('c.settled_at', '>', new Date(Date.parse(at) - recentMs).toISOString())
    .execute();
  const places = new Map(targets.map((target, index) => [deploymentKey(target), index]));
  const placeOf = (overlap: Overlap) => places.get(deploymentKey(overlap));
  const overlaps: Overlap[] = [
    ...waiting
      .filter(({ id }) => id !== exceptBatch && !known.has(id))
      .map((row) => ({ ...row, kind: 'waiting' as const })),
    ...accepted
      .filter(({ id, batch_id }) => !known.has(id) && !known.has(batch_id ?? ''))
      .map(({ id, person, applicationId, deploymentId, settled_at }) => {
        return { id, person, applicationId, deploymentId, at: settled_at ?? at, kind: 'accepted' as const };
      }),
  ];
  return overlaps
    .filter((overlap) => placeOf(overlap) !== undefined)
    .sort((a, b) => (placeOf(a) ?? 0) - (placeOf(b) ?? 0));
}
