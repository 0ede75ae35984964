import { sql, type Kysely, type Transaction } from 'kysely';
import { deploymentKey, type BatchState } from '../../contract';
import type { Backend } from './backend';
import { findBatch, findSummaries } from './batch-queries';
import { decodeCursor, toPage } from './cursor';
import { findSavedDeployments } from './deployment-lookup';
import { findOverlaps } from './overlaps';
import type { Tables } from './schema';
import type { BatchEnd, BatchStore, ListOwner, Realm } from './store';
import { writeTransaction } from './write-lock';

/** Adds the event that tells of a change of the batch. */
async function addEvent(tx: Kysely<Tables>, realm: Realm, id: string, at: string): Promise<void> {
  await tx.insertInto('events').values({ realm, type: 'batch', kind: 'changed', batch_id: id, at }).execute();
}

async function endBatch(
  tx: Kysely<Tables>,
  id: string,
  { state, stopReason, finishedAt }: BatchEnd,
): Promise<void> {
  const ended = await tx
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
  if (ended === undefined) return;
  await tx
    .updateTable('batch_targets')
    .set({ not_tried_reason: ended.stop_reason ?? 'console_stopped' })
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
  await addEvent(tx, ended.realm, id, finishedAt);
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
    await endBatch(tx, id, { state: 'interrupted', stopReason: 'console_stopped', finishedAt });
}

/** The batches of one realm. A trigger on the journal sees to it that no target is claimed out of turn. */
export function createBatches(backend: Backend, owner: ListOwner): BatchStore {
  const { realm } = owner;
  const { db, jsonRows } = backend;

  async function change<T>(work: (tx: Transaction<Tables>) => Promise<T>): Promise<T> {
    const result = await writeTransaction(db, 'batches', work);
    backend.changed();
    return result;
  }

  return {
    async createBatch({ targets, despite, check, ...batch }) {
      const { id, requestedAt: at } = batch;
      const instance = await backend.instance();
      return change(async (tx) => {
        const known = await tx.selectFrom('batches').select('realm').where('id', '=', id).executeTakeFirst();
        const existing = known && (await findBatch(tx, realm, id));
        if (existing) return { kind: 'known', batch: existing };
        if (known) return { kind: 'foreign' };
        const saved = await findSavedDeployments(tx, jsonRows, owner, targets);
        const indices = targets.flatMap((target, index) => (saved.has(deploymentKey(target)) ? [] : [index]));
        if (indices.length > 0) return { kind: 'not_saved', indices };
        check?.(targets.flatMap((target) => saved.get(deploymentKey(target)) ?? []));
        const guarded = targets.flatMap((target, index) => {
          const reason = saved.get(deploymentKey(target))?.protectedReason ?? null;
          return reason === null ? [] : [{ index, reason }];
        });
        if (guarded[0] !== undefined)
          return { kind: 'protected', indices: guarded.map(({ index }) => index), reason: guarded[0].reason };
        const overlaps =
          despite === null ? [] : await findOverlaps(tx, owner, targets, { despite, at, exceptBatch: id });
        if (overlaps.length > 0) return { kind: 'overlap', overlaps };
        await tx
          .insertInto('batches')
          .values({
            id,
            realm,
            account: owner.account === '' ? null : owner.account,
            person: batch.person,
            reason: batch.reason,
            requested_at: at,
            state: 'running',
            pause_ms: batch.pauseMs,
            instance,
          })
          .execute();
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
                application_name: names?.applicationName ?? '',
                deployment_name: names?.deploymentName ?? '',
                environment: names?.environment ?? '',
                cancellation_id: target.cancellationId,
              };
            }),
          )
          .execute();
        await addEvent(tx, realm, id, at);
        const created = await findBatch(tx, realm, id);
        if (created === null) throw new Error(`The batch ${id} was not written.`);
        return { kind: 'created', batch: created };
      });
    },

    findBatch: (id) => findBatch(db, realm, id),

    async listBatches({ cursor, limit }) {
      const found = await db
        .selectFrom('batches')
        .select(['seq', 'id'])
        .where('realm', '=', realm)
        .where('seq', '<', decodeCursor(cursor))
        .orderBy('seq', 'desc')
        .limit(limit + 1)
        .execute();
      const { rows, nextCursor } = toPage(found, limit);
      const ids = rows.map(({ id }) => id);
      const summaries = await findSummaries(db, ids);
      return { items: ids.flatMap((id) => summaries.get(id) ?? []), nextCursor };
    },

    async skipTarget(id, position, { reason, blockedBy }, at) {
      await change(async (tx) => {
        const { numUpdatedRows } = await tx
          .updateTable('batch_targets')
          .set({
            not_tried_reason: reason,
            blocked_by: blockedBy?.person ?? null,
            blocked_by_id: blockedBy?.id ?? null,
          })
          .where('batch_id', '=', id)
          .where('position', '=', position)
          .where('not_tried_reason', 'is', null)
          .executeTakeFirst();
        if (numUpdatedRows > 0n) await addEvent(tx, realm, id, at);
      });
    },

    stopBatch(id, person, at) {
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
            await endBatch(tx, id, { state: 'stopped', stopReason: 'stopped', finishedAt: at });
          else await addEvent(tx, realm, id, at);
        }
        return findBatch(tx, realm, id);
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

    async endBatch(id, end) {
      await change((tx) => endBatch(tx, id, end));
    },
  };
}
