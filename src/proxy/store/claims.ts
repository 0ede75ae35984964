import { sql } from 'kysely';
import { deploymentKey, searchableText, shownFields, type Cancellation } from '../../contract';
import type { Backend } from './backend';
import { interruptBatches } from './batches';
import { cancellationColumns, findRow, toCancellation } from './cancellation-rows';
import { findSavedDeployments } from './deployment-lookup';
import { isOfAccount } from './of-account';
import { despiteText, findOverlaps } from './overlaps';
import type { ClaimResult, Intent, JournalStore, ListOwner, Realm, Settlement } from './store';
import { writeTransaction } from './write-lock';

type Claims = Pick<JournalStore, 'claim' | 'settle' | 'listOrphans' | 'holds' | 'recover'>;

/**
 * The claims of one account, and the outcomes of its realm. The table's triggers refuse a claim that may not be made and write the events,
 * so each change is a single statement.
 */
export function createClaims(backend: Backend, owner: ListOwner): Claims {
  const { realm } = owner;
  const account = owner.account === '' ? null : owner.account;
  const { db } = backend;
  /** Every claim that is being made, and every one that was given out and is not settled. */
  const held = new Set<{ id: string }>();

  async function insert(intent: Intent) {
    const instance = await backend.instance();
    return db
      .insertInto('cancellations')
      .values(newRow(intent, { realm, account, instance }))
      .onConflict((conflict) => conflict.doNothing())
      .returning(cancellationColumns)
      .executeTakeFirst();
  }

  /** Whether a batch is the reason why an intent was not written though its deployment is free. */
  async function isOutOfTurn({ id, batchId, applicationId, deploymentId }: Intent): Promise<boolean> {
    const target = await db
      .selectFrom('batch_targets as t')
      .innerJoin('batches as b', 'b.id', 't.batch_id')
      .select(['t.batch_id', 't.application_id', 't.deployment_id', 't.not_tried_reason'])
      .select(['b.realm', 'b.state', 'b.stop_reason'])
      .where('t.cancellation_id', '=', id)
      .executeTakeFirst();
    if (target === undefined) return batchId !== null;
    const isWaiting =
      target.state === 'running' && target.stop_reason === null && target.not_tried_reason === null;
    const isItsTarget = target.application_id === applicationId && target.deployment_id === deploymentId;
    return !(isWaiting && isItsTarget && target.batch_id === batchId && target.realm === realm);
  }

  /** What of the saved list stands in the way of an intent, if anything does. */
  async function findListRefusal(intent: Intent): Promise<ClaimResult | null> {
    const saved = (await findSavedDeployments(db, backend.jsonRows, owner, [intent])).get(
      deploymentKey(intent),
    );
    if (saved === undefined) return intent.batchId === null ? null : { kind: 'not_saved' };
    if (intent.batchId !== null && shownFields.some((field) => saved[field] !== intent[field]))
      return { kind: 'changed' };
    const { protectedReason: reason } = saved;
    return reason === null ? null : { kind: 'protected', reason };
  }

  async function findOverlapsOfIntent({ despite, batchId, requestedAt: at, ...target }: Intent) {
    if (despite === null) return [];
    const overlaps = await findOverlaps(db, owner, [target], { despite, at, exceptBatch: batchId });
    return batchId === null ? overlaps : overlaps.filter(({ kind }) => kind === 'accepted');
  }

  async function insertOrExplain(intent: Intent): Promise<ClaimResult> {
    const row = await insert(intent);
    if (row !== undefined) {
      backend.changed();
      return { kind: 'claimed', cancellation: toCancellation(row) };
    }
    const known = await findRow(db, intent.id);
    if (known !== undefined)
      return known.realm === realm
        ? { kind: 'known', cancellation: toCancellation(known) }
        : { kind: 'foreign' };
    const open = await db
      .selectFrom('cancellations')
      .select(cancellationColumns)
      .where('realm', '=', realm)
      .where('application_id', '=', intent.applicationId)
      .where('deployment_id', '=', intent.deploymentId)
      .where('outcome', 'is', null)
      .where(isOfAccount('account', owner.account))
      .executeTakeFirst();
    if (open !== undefined) return { kind: 'busy', cancellation: toCancellation(open) };
    if (await isOutOfTurn(intent)) return { kind: 'out_of_turn' };
    const refusal = await findListRefusal(intent);
    if (refusal !== null) return refusal;
    const overlaps = await findOverlapsOfIntent(intent);
    if (overlaps.length > 0) return { kind: 'overlap', overlaps };
    // What stood in the way is settled by now: the deployment is free.
    return insertOrExplain(intent);
  }

  return {
    async claim(intent) {
      const claim = { id: intent.id };
      held.add(claim);
      let isGivenOut = false;
      try {
        const result = await insertOrExplain(intent);
        isGivenOut = result.kind === 'claimed';
        return result;
      } finally {
        if (!isGivenOut) held.delete(claim);
      }
    },

    async settle(id, settlement): Promise<Cancellation> {
      const settled = await db
        .updateTable('cancellations')
        .set(settledValues(settlement))
        .where('id', '=', id)
        .where('realm', '=', realm)
        .where('outcome', 'is', null)
        .returning(cancellationColumns)
        .executeTakeFirst();
      if (settled !== undefined) backend.changed();
      const row = settled ?? (await findRow(db, id, realm));
      for (const claim of held) if (claim.id === row?.id) held.delete(claim);
      if (row === undefined) throw new Error(`There is no cancellation ${id} to settle.`);
      return toCancellation(row);
    },

    async listOrphans() {
      const rows = await db
        .selectFrom('cancellations')
        .select(cancellationColumns)
        .where('realm', '=', realm)
        .where('instance', '=', await backend.instance())
        .where('outcome', 'is', null)
        .execute();
      const heldIds = new Set([...held].map(({ id }) => id));
      return rows.filter(({ id }) => !heldIds.has(id)).map(toCancellation);
    },

    holds: backend.holds,

    async recover({ outcome, cause, settledAt }) {
      const own = await backend.instance();
      const owners = async (on: typeof db) => {
        const rows = await on
          .selectFrom('cancellations')
          .select('instance')
          .where('outcome', 'is', null)
          .where('instance', '!=', own)
          .union(
            on
              .selectFrom('batches')
              .select('instance')
              .where('state', '=', 'running')
              .where('instance', '!=', own),
          )
          .execute();
        return rows.map(({ instance }) => instance);
      };
      if ((await owners(db)).length === 0) return 0;
      return writeTransaction(db, 'cancellations', async (tx) => {
        const gone = await backend.endGone(tx, await owners(tx));
        if (gone.length === 0) return 0;
        const { numUpdatedRows } = await tx
          .updateTable('cancellations')
          .set({ outcome, cause, settled_at: settledAt })
          .where('outcome', 'is', null)
          .where('instance', 'in', gone)
          .executeTakeFirst();
        await interruptBatches(tx, gone, settledAt);
        return Number(numUpdatedRows);
      });
    },
  };
}

function newRow(intent: Intent, own: { realm: Realm; account: string | null; instance: number }) {
  return {
    id: intent.id,
    batch_id: intent.batchId,
    ...own,
    application_id: intent.applicationId,
    deployment_id: intent.deploymentId,
    application_name: intent.applicationName,
    deployment_name: intent.deploymentName,
    environment: intent.environment,
    person: intent.person,
    reason: intent.reason,
    undocumented: 0,
    requested_at: intent.requestedAt,
    upstream: intent.upstream,
    review_due_at: intent.review?.dueAt ?? null,
    review_by: intent.review?.byAnother === true ? ('another' as const) : null,
    despite: despiteText(intent.despite),
    search: searchableText(intent, null),
  };
}

function settledValues(settlement: Settlement) {
  const words = settlement.message === null ? '' : `\n${settlement.message.toLowerCase()}`;
  return {
    outcome: settlement.outcome,
    undocumented: settlement.undocumented ? 1 : 0,
    status: settlement.status,
    message: settlement.message,
    retry_after: settlement.retryAfter,
    cause: settlement.cause,
    sent_at: settlement.sentAt,
    answered_at: settlement.answeredAt,
    settled_at: settlement.settledAt,
    search: sql<string>`search || ${words}`,
  };
}
