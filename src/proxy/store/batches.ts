import { deploymentKey } from '../../contract';
import { sql, type Kysely, type Transaction } from 'kysely';
import type { Batch, BatchState, BatchSummary, BatchTarget, Cancellation } from '../../contract';
import type { Backend } from './backend';
import { decodeCursor, encodeCursor } from './cursor';
import { findOverlaps } from './overlaps';
import { cancellationColumns, toCancellation } from './rows';
import { getDeploymentValues } from './deployment-lookup';
import type { Tables } from './schema';
import type { BatchEnd, Realm, Store } from './store';

type Batches = Pick<
  Store,
  'createBatch' | 'findBatch' | 'listBatches' | 'skipTarget' | 'stopBatch' | 'canContinue' | 'endBatch'
>;

const targetColumns = [
  'batch_id',
  'position',
  'application_id',
  'deployment_id',
  'application_name',
  'deployment_name',
  'environment',
  'cancellation_id',
  'not_tried_reason',
  'blocked_by',
  'blocked_by_id',
] as const satisfies (keyof Tables['batch_targets'])[];

type TargetRow = Pick<Tables['batch_targets'], (typeof targetColumns)[number]>;

type BatchRow = Omit<Tables['batches'], 'seq'>;
type State = BatchTarget['state'];
type Current = NonNullable<BatchSummary['current']>;

function withoutRecord(row: TargetRow, state: State): Current {
  return {
    position: row.position,
    applicationId: row.application_id,
    deploymentId: row.deployment_id,
    applicationName: row.application_name,
    deploymentName: row.deployment_name,
    environment: row.environment,
    cancellationId: row.cancellation_id,
    state,
    notTriedReason: row.not_tried_reason,
    blockedBy:
      row.blocked_by === null || row.blocked_by_id === null
        ? null
        : { person: row.blocked_by, cancellationId: row.blocked_by_id },
  };
}

function toTarget(row: TargetRow, cancellation: BatchTarget['cancellation']): BatchTarget {
  const state =
    row.not_tried_reason !== null
      ? 'not_tried'
      : cancellation === null
        ? 'waiting'
        : cancellation.outcome === null
          ? 'current'
          : 'done';
  return { ...withoutRecord(row, state), cancellation };
}

/** A target's state where its record is joined as `c`: what `toTarget` says. */
const stateInSql = sql<State>`CASE WHEN t.not_tried_reason IS NOT NULL THEN 'not_tried'
  WHEN c.id IS NULL THEN 'waiting' WHEN c.outcome IS NULL THEN 'current' ELSE 'done' END`;

/** Whole batches of either realm, by ID. */
async function load(db: Kysely<Tables>, ids: readonly string[]): Promise<Map<string, Batch>> {
  if (ids.length === 0) return new Map();
  const rows = await db.selectFrom('batches').selectAll().where('id', 'in', ids).execute();
  const targetRows = await db
    .selectFrom('batch_targets')
    .select(targetColumns)
    .where('batch_id', 'in', ids)
    .orderBy('batch_id')
    .orderBy('position')
    .execute();
  const records = await db
    .selectFrom('cancellations')
    .select(cancellationColumns)
    .where('batch_id', 'in', ids)
    .execute();
  const byId = new Map(records.map((row) => [row.id, toCancellation(row)]));
  const targets = new Map<string, BatchTarget[]>(rows.map(({ id }) => [id, []]));
  for (const row of targetRows)
    targets.get(row.batch_id)?.push(toTarget(row, byId.get(row.cancellation_id) ?? null));
  return new Map(rows.map((row) => [row.id, toBatch(row, targets.get(row.id) ?? [])]));
}

function toBatch(row: BatchRow, targets: BatchTarget[]): Batch {
  const current = targets.find(({ state }) => state === 'current');
  const groups = targets.map(({ state, cancellation }) => ({
    state,
    outcome: cancellation?.outcome ?? null,
    count: 1,
  }));
  if (current === undefined) return { ...toSummary(row, groups, null), targets };
  const { cancellation: _, ...rest } = current;
  return { ...toSummary(row, groups, rest), targets };
}

function toSummary(
  row: BatchRow,
  groups: readonly { state: State; outcome: Cancellation['outcome']; count: number }[],
  current: Current | null,
): BatchSummary {
  const count = (meets: (group: (typeof groups)[number]) => boolean) =>
    groups.filter(meets).reduce((sum, group) => sum + group.count, 0);
  return {
    id: row.id,
    person: row.person,
    reason: row.reason,
    requestedAt: row.requested_at,
    finishedAt: row.finished_at,
    state: row.state,
    stoppedBy: row.stopped_by,
    stopReason: row.stop_reason,
    pauseMs: row.pause_ms,
    counts: {
      total: count(() => true),
      waiting: count(({ state }) => state === 'waiting'),
      current: count(({ state }) => state === 'current'),
      done: count(({ state }) => state === 'done'),
      notTried: count(({ state }) => state === 'not_tried'),
      accepted: count(({ outcome }) => outcome === 'accepted'),
      refused: count(({ outcome }) => outcome === 'refused'),
      notSent: count(({ outcome }) => outcome === 'not_sent'),
      unknown: count(({ outcome }) => outcome === 'unknown'),
    },
    current,
  };
}

/** Batches without their lists, by ID: counted in the database, since each event of a batch asks for it. */
export async function summaries(
  db: Kysely<Tables>,
  given: readonly string[],
): Promise<Map<string, BatchSummary>> {
  const ids = [...new Set(given)];
  if (ids.length === 0) return new Map();
  const rows = await db.selectFrom('batches').selectAll().where('id', 'in', ids).execute();
  const groups = await db
    .selectFrom('batch_targets as t')
    .leftJoin('cancellations as c', 'c.id', 't.cancellation_id')
    .select(({ fn }) => [
      't.batch_id',
      'c.outcome',
      stateInSql.as('state'),
      fn.countAll<number>().as('count'),
      fn.min('t.position').as('first'),
    ])
    .where('t.batch_id', 'in', ids)
    .groupBy(['t.batch_id', 'c.outcome', 'state'])
    .execute();
  const at = groups.filter(({ state }) => state === 'current');
  const current =
    at.length === 0
      ? []
      : await db
          .selectFrom('batch_targets')
          .select(targetColumns)
          .where((eb) =>
            eb.or(
              at.map(({ batch_id, first }) =>
                eb.and([eb('batch_id', '=', batch_id), eb('position', '=', first)]),
              ),
            ),
          )
          .execute();
  return new Map(
    rows.map((row) => {
      const target = current.find(({ batch_id }) => batch_id === row.id);
      return [
        row.id,
        toSummary(
          row,
          groups.filter(({ batch_id }) => batch_id === row.id),
          target === undefined ? null : withoutRecord(target, 'current'),
        ),
      ];
    }),
  );
}

async function end(
  tx: Kysely<Tables>,
  id: string,
  { state, stopReason, finishedAt }: BatchEnd,
): Promise<boolean> {
  const running = await tx
    .updateTable('batches')
    .set((eb) => ({
      // Stopped during its last target: nothing was left out, but it did not end by itself.
      state:
        state === 'finished'
          ? sql<BatchState>`CASE WHEN stop_reason IS NULL THEN 'finished' ELSE 'stopped' END`
          : state,
      finished_at: finishedAt,
      stop_reason: eb.fn.coalesce('stop_reason', eb.val(stopReason)),
    }))
    .where('id', '=', id)
    .where('state', '=', 'running')
    .returning(['realm', 'stop_reason'])
    .executeTakeFirst();
  if (running === undefined) return false;
  await tx
    .updateTable('batch_targets')
    .set({ not_tried_reason: running.stop_reason ?? 'console_stopped' })
    .where('batch_id', '=', id)
    .where('not_tried_reason', 'is', null)
    .where((eb) =>
      eb.not(
        eb.exists(
          eb.selectFrom('cancellations').select('seq').whereRef('id', '=', 'batch_targets.cancellation_id'),
        ),
      ),
    )
    .execute();
  await note(tx, running.realm, id, finishedAt);
  return true;
}

function note(tx: Kysely<Tables>, realm: Realm, id: string, at: string): Promise<unknown> {
  return tx
    .insertInto('events')
    .values({ realm, type: 'batch', kind: 'changed', batch_id: id, at })
    .execute();
}

/** Ends the batches, of both realms, whose consoles no longer run. */
export async function interruptBatches(
  tx: Kysely<Tables>,
  instances: readonly number[],
  finishedAt: string,
): Promise<void> {
  const rows = await tx
    .selectFrom('batches')
    .select('id')
    .where('state', '=', 'running')
    .where('instance', 'in', instances)
    .execute();
  for (const { id } of rows)
    await end(tx, id, { state: 'interrupted', stopReason: 'console_stopped', finishedAt });
}

/** The batches of one realm. That no target is claimed out of turn is seen to by a trigger on the journal. */
export function batches(backend: Backend, realm: Realm): Batches {
  const { db } = backend;

  async function find(tx: Kysely<Tables>, id: string): Promise<Batch | null> {
    const own = await tx
      .selectFrom('batches')
      .select('id')
      .where('id', '=', id.toLowerCase())
      .where('realm', '=', realm)
      .executeTakeFirst();
    return own === undefined ? null : ((await load(tx, [own.id])).get(own.id) ?? null);
  }

  async function change<T>(work: (tx: Transaction<Tables>) => Promise<T>): Promise<T> {
    const result = await db.transaction().execute(work);
    backend.changed();
    return result;
  }

  return {
    async createBatch({ targets, despite, ...wanted }) {
      const id = wanted.id.toLowerCase();
      const instance = await backend.instance();
      return change(async (tx) => {
        // First the row, since it makes a second console with the same ID wait for this one's commit.
        const inserted = await tx
          .insertInto('batches')
          .values({
            id,
            realm,
            person: wanted.person,
            reason: wanted.reason,
            requested_at: wanted.requestedAt,
            state: 'running',
            pause_ms: wanted.pauseMs,
            instance,
          })
          .onConflict((conflict) => conflict.doNothing())
          .returning('id')
          .executeTakeFirst();
        if (inserted === undefined) {
          const batch = await find(tx, id);
          return batch === null ? { kind: 'foreign' } : { kind: 'known', batch };
        }
        const saved = await getDeploymentValues(tx, backend.jsonRows, realm, targets);
        const indices = targets.flatMap((target, index) => (saved.has(deploymentKey(target)) ? [] : [index]));
        if (indices.length > 0) {
          await tx.deleteFrom('batches').where('id', '=', id).execute();
          return { kind: 'not_saved', indices };
        }
        const at = wanted.requestedAt;
        const overlaps =
          despite === null ? [] : await findOverlaps(tx, realm, targets, { despite, at, exceptBatch: id });
        if (overlaps.length > 0) {
          await tx.deleteFrom('batches').where('id', '=', id).execute();
          return { kind: 'overlap', overlaps };
        }
        await tx
          .insertInto('batch_targets')
          .values(
            targets.map((target, index) => {
              const names = saved.get(deploymentKey(target));
              return {
                batch_id: id,
                position: index + 1,
                application_id: target.applicationId,
                deployment_id: target.deploymentId,
                application_name: target.applicationName ?? names?.applicationName ?? '',
                deployment_name: target.deploymentName ?? names?.deploymentName ?? '',
                environment: target.environment ?? names?.environment ?? '',
                cancellation_id: target.cancellationId.toLowerCase(),
              };
            }),
          )
          .execute();
        await note(tx, realm, id, wanted.requestedAt);
        const batch = await find(tx, id);
        if (batch === null) throw new Error(`The batch ${id} was not written.`);
        return { kind: 'created', batch };
      });
    },

    findBatch: (id) => find(db, id),

    async listBatches({ cursor, limit }) {
      const rows = await db
        .selectFrom('batches')
        .select(['seq', 'id'])
        .where('realm', '=', realm)
        .where('seq', '<', cursor === undefined ? Number.MAX_SAFE_INTEGER : decodeCursor(cursor))
        .orderBy('seq', 'desc')
        .limit(limit + 1)
        .execute();
      const shown = rows.slice(0, limit);
      const last = shown.at(-1);
      const found = await summaries(
        db,
        shown.map(({ id }) => id),
      );
      return {
        items: shown.flatMap(({ id }) => found.get(id) ?? []),
        nextCursor: rows.length > limit && last !== undefined ? encodeCursor(last.seq) : null,
      };
    },

    async skipTarget(id, position, { reason, blockedBy }, at) {
      await change(async (tx) => {
        const { numUpdatedRows } = await tx
          .updateTable('batch_targets')
          .set({
            not_tried_reason: reason,
            blocked_by: blockedBy.person,
            blocked_by_id: blockedBy.id,
          })
          .where('batch_id', '=', id)
          .where('position', '=', position)
          .where('not_tried_reason', 'is', null)
          .executeTakeFirst();
        if (numUpdatedRows > 0n) await note(tx, realm, id, at);
      });
    },

    stopBatch(givenId, person, at) {
      const id = givenId.toLowerCase();
      return change(async (tx) => {
        const stopped = await tx
          .updateTable('batches')
          .set({ stopped_by: person, stop_reason: 'stopped' })
          .where('id', '=', id)
          .where('realm', '=', realm)
          .where('state', '=', 'running')
          .where('stop_reason', 'is', null)
          .returning('id')
          .executeTakeFirst();
        if (stopped !== undefined) {
          const open = await tx
            .selectFrom('cancellations')
            .select('seq')
            .where('realm', '=', realm)
            .where('batch_id', '=', id)
            .where('outcome', 'is', null)
            .executeTakeFirst();
          if (open === undefined)
            await end(tx, id, { state: 'stopped', stopReason: 'stopped', finishedAt: at });
          else await note(tx, realm, id, at);
        }
        return find(tx, id);
      });
    },

    async canContinue(id) {
      const row = await db
        .selectFrom('batches')
        .select('seq')
        .where('id', '=', id)
        .where('state', '=', 'running')
        .where('stop_reason', 'is', null)
        .executeTakeFirst();
      return row !== undefined;
    },

    async endBatch(id, how) {
      await change((tx) => end(tx, id, how));
    },
  };
}
