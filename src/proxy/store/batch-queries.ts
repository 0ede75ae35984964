import { sql, type Kysely, type Selection } from 'kysely';
import type { Batch, BatchSummary, BatchTarget, Cancellation } from '../../contract';
import { cancellationColumns, toCancellation } from './cancellation-rows';
import type { Tables } from './schema';
import type { Realm } from './store';

type State = BatchTarget['state'];

const batchColumns = [
  'id',
  'account',
  'person',
  'reason',
  'requested_at as requestedAt',
  'finished_at as finishedAt',
  'state',
  'stopped_by as stoppedBy',
  'stop_reason as stopReason',
  'pause_ms as pauseMs',
] as const;

const targetColumns = [
  'batch_id as batchId',
  'position',
  'application_id as applicationId',
  'deployment_id as deploymentId',
  'application_name as applicationName',
  'deployment_name as deploymentName',
  'environment',
  'cancellation_id as cancellationId',
  'not_tried_reason as notTriedReason',
  'blocked_by as person',
  'blocked_by_id as blockedById',
] as const;

type BatchRow = Selection<Tables, 'batches', (typeof batchColumns)[number]>;
type TargetRow = Selection<Tables, 'batch_targets', (typeof targetColumns)[number]>;

/** So many targets of a batch with this state and outcome. */
interface TargetGroup {
  state: State;
  outcome: Cancellation['outcome'];
  count: number;
}

function toTarget(row: TargetRow, state: State): Omit<BatchTarget, 'cancellation'> {
  const { batchId: _, person, blockedById: cancellationId, ...columns } = row;
  const blockedBy = person === null || cancellationId === null ? null : { person, cancellationId };
  return { ...columns, state, blockedBy };
}

function deriveState(row: TargetRow, cancellation: Cancellation | null): State {
  if (row.notTriedReason !== null) return 'not_tried';
  if (cancellation === null) return 'waiting';
  return cancellation.outcome === null ? 'current' : 'done';
}

/** The same as `deriveState`, where the target is `t` and its record is joined as `c`. */
const stateInSql = sql<State>`CASE WHEN t.not_tried_reason IS NOT NULL THEN 'not_tried'
  WHEN c.id IS NULL THEN 'waiting' WHEN c.outcome IS NULL THEN 'current' ELSE 'done' END`;

function toSummary(
  row: BatchRow,
  groups: readonly TargetGroup[],
  current: BatchSummary['current'],
): BatchSummary {
  const count = (matches: (group: TargetGroup) => boolean) =>
    groups.filter(matches).reduce((sum, group) => sum + group.count, 0);
  const inState = (state: State) => count((group) => group.state === state);
  const withOutcome = (outcome: Cancellation['outcome']) => count((group) => group.outcome === outcome);
  return {
    ...row,
    counts: {
      total: count(() => true),
      waiting: inState('waiting'),
      current: inState('current'),
      done: inState('done'),
      notTried: inState('not_tried'),
      accepted: withOutcome('accepted'),
      refused: withOutcome('refused'),
      notSent: withOutcome('not_sent'),
      unknown: withOutcome('unknown'),
    },
    current,
  };
}

/** A whole batch of this realm. */
export async function findBatch(db: Kysely<Tables>, realm: Realm, id: string): Promise<Batch | null> {
  const row = await db
    .selectFrom('batches')
    .select(batchColumns)
    .where('id', '=', id)
    .where('realm', '=', realm)
    .executeTakeFirst();
  if (row === undefined) return null;
  const targetRows = await db
    .selectFrom('batch_targets')
    .select(targetColumns)
    .where('batch_id', '=', id)
    .orderBy('position')
    .execute();
  const records = await db
    .selectFrom('cancellations')
    .select(cancellationColumns)
    .where('batch_id', '=', id)
    .execute();
  const byId = new Map(records.map((record) => [record.id, toCancellation(record)]));
  const targets = targetRows.map((target) => {
    const cancellation = byId.get(target.cancellationId) ?? null;
    return { ...toTarget(target, deriveState(target, cancellation)), cancellation };
  });
  const groups = targets.map(({ state, cancellation }) => ({
    state,
    outcome: cancellation?.outcome ?? null,
    count: 1,
  }));
  const current = targetRows.find((_, index) => targets[index]?.state === 'current');
  return {
    ...toSummary(row, groups, current === undefined ? null : toTarget(current, 'current')),
    targets,
  };
}

/** Batches of either realm without their lists, by ID: counted in the database, since each event of a batch asks for it. */
export async function findSummaries(
  db: Kysely<Tables>,
  ids: readonly string[],
): Promise<Map<string, BatchSummary>> {
  if (ids.length === 0) return new Map();
  const rows = await db.selectFrom('batches').select(batchColumns).where('id', 'in', ids).execute();
  const groups = await db
    .selectFrom('batch_targets as t')
    .leftJoin('cancellations as c', 'c.id', 't.cancellation_id')
    .select(({ fn }) => [
      't.batch_id as batchId',
      'c.outcome',
      stateInSql.as('state'),
      fn.countAll<number>().as('count'),
    ])
    .where('t.batch_id', 'in', ids)
    .groupBy(['t.batch_id', 'c.outcome', 'state'])
    .execute();
  const current = await db
    .selectFrom('batch_targets as t')
    .innerJoin('cancellations as c', 'c.id', 't.cancellation_id')
    .select(targetColumns.map((column) => `t.${column}` as const))
    .where('t.batch_id', 'in', ids)
    .where('t.not_tried_reason', 'is', null)
    .where('c.outcome', 'is', null)
    .orderBy('t.position')
    .execute();
  const ofBatch = (id: string) => (row: { batchId: string }) => row.batchId === id;
  return new Map(
    rows.map((row) => {
      const target = current.find(ofBatch(row.id));
      const shown = target === undefined ? null : toTarget(target, 'current');
      return [row.id, toSummary(row, groups.filter(ofBatch(row.id)), shown)];
    }),
  );
}
