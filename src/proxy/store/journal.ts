import { sql } from 'kysely';
import { searchableText, type Cancellation, type Overlap } from '../../contract';
import type { Backend } from './backend';
import { interruptBatches } from './batches';
import { listCancellations } from './journal-list';
import { despiteText, findOverlaps } from './overlaps';
import { prepared } from './sqlite/prepared';
import { cancellationColumns, fold, toCancellation } from './rows';
import type { ClaimResult, Intent, Realm, Settlement, Store } from './store';

type Journal = Pick<
  Store,
  'claim' | 'settle' | 'listOrphans' | 'findCancellation' | 'listCancellations' | 'recover'
>;

type NewRow = ReturnType<typeof newRow>;
type SettledRow = ReturnType<typeof settledRow>;

/** The cancellations of one realm. Triggers write the events, so every change is a single statement. */
export function journal(backend: Backend, realm: Realm): Journal {
  const { db } = backend;
  /** Every claim that is being made, and every one that was given out and is not settled. */
  const held = new Set<{ id: string }>();

  const select = prepared(db, ({ id }: { id: string }) =>
    db.selectFrom('cancellations').select(cancellationColumns).where('id', '=', id),
  );
  const insertRow = prepared(db, (row: NewRow) =>
    db
      .insertInto('cancellations')
      .values(row)
      .onConflict((conflict) => conflict.doNothing())
      .returning(cancellationColumns),
  );
  const settleRow = prepared(db, ({ id, words, ...row }: SettledRow) =>
    db
      .updateTable('cancellations')
      .set({ ...row, search: sql<string>`search || ${words}` })
      .where('id', '=', id)
      .where('realm', '=', realm)
      .where('outcome', 'is', null)
      .returning(cancellationColumns),
  );

  async function insert(intent: Intent) {
    return insertRow(newRow(intent, realm, await backend.instance()));
  }

  async function find(id: string) {
    const row = await select({ id: id.toLowerCase() });
    return row?.realm === realm ? row : undefined;
  }

  async function settle(id: string, settlement: Settlement): Promise<Cancellation> {
    const settled = await settleRow(settledRow(id, settlement));
    if (settled !== undefined) backend.changed();
    const row = settled ?? (await find(id));
    for (const claim of held) if (claim.id === row?.id) held.delete(claim);
    if (row === undefined) throw new Error(`There is no cancellation ${id} to settle.`);
    return toCancellation(row);
  }

  /** Why an intent was not written though its deployment is free. */
  async function isOutOfTurn(intent: Intent): Promise<boolean> {
    const target = await db
      .selectFrom('batch_targets as t')
      .innerJoin('batches as b', 'b.id', 't.batch_id')
      .select('t.not_tried_reason')
      .where('t.cancellation_id', '=', intent.id.toLowerCase())
      .where('t.batch_id', '=', intent.batchId?.toLowerCase() ?? '')
      .where('t.application_id', '=', intent.applicationId)
      .where('t.deployment_id', '=', intent.deploymentId)
      .where('b.realm', '=', realm)
      .where('b.state', '=', 'running')
      .where('b.stop_reason', 'is', null)
      .where('t.not_tried_reason', 'is', null)
      .executeTakeFirst();
    return target === undefined && (intent.batchId !== null || (await isFixed(intent.id)));
  }

  async function overlapsOf({ despite, batchId, requestedAt: at, ...target }: Intent): Promise<Overlap[]> {
    if (despite === null) return [];
    const found = await findOverlaps(db, realm, [target], { despite, at, exceptBatch: batchId });
    return batchId === null ? found : found.filter(({ kind }) => kind === 'accepted');
  }

  async function isFixed(id: string): Promise<boolean> {
    const target = await db
      .selectFrom('batch_targets')
      .select('position')
      .where('cancellation_id', '=', id.toLowerCase())
      .executeTakeFirst();
    return target !== undefined;
  }

  async function insertOrFind(intent: Intent): Promise<ClaimResult> {
    const row = await insert(intent);
    if (row !== undefined) {
      backend.changed();
      return { kind: 'claimed', cancellation: toCancellation(row) };
    }
    const known = await select({ id: intent.id.toLowerCase() });
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
      .executeTakeFirst();
    if (open !== undefined) return { kind: 'busy', cancellation: toCancellation(open) };
    if (await isOutOfTurn(intent)) return { kind: 'out_of_turn' };
    const overlaps = await overlapsOf(intent);
    if (overlaps.length > 0) return { kind: 'overlap', overlaps };
    // What stood in the way is settled by now: the deployment is free.
    return insertOrFind(intent);
  }

  return {
    async claim(intent) {
      const claim = { id: intent.id.toLowerCase() };
      held.add(claim);
      let isGivenOut = false;
      try {
        const result = await insertOrFind(intent);
        isGivenOut = result.kind === 'claimed';
        return result;
      } finally {
        if (!isGivenOut) held.delete(claim);
      }
    },

    settle,

    async findCancellation(id) {
      const row = await find(id);
      return row === undefined ? null : toCancellation(row);
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

    listCancellations: (filter, page) => listCancellations(backend, realm, filter, page),

    async recover({ outcome, cause, settledAt }) {
      const own = await backend.instance();
      const owners = async (on: typeof db) => {
        const open = on.selectFrom('cancellations').select('instance').where('outcome', 'is', null);
        const running = on.selectFrom('batches').select('instance').where('state', '=', 'running');
        const rows = await open
          .where('instance', '!=', own)
          .union(running.where('instance', '!=', own))
          .execute();
        return rows.map(({ instance }) => instance);
      };
      const others = await owners(db);
      if (others.length === 0) return 0;
      return db.transaction().execute(async (tx) => {
        const dead = await backend.endGone(tx, await owners(tx));
        if (dead.length === 0) return 0;
        const { numUpdatedRows } = await tx
          .updateTable('cancellations')
          .set({ outcome, cause, settled_at: settledAt })
          .where('outcome', 'is', null)
          .where('instance', 'in', dead)
          .executeTakeFirst();
        await interruptBatches(tx, dead, settledAt);
        return Number(numUpdatedRows);
      });
    },
  };
}

function newRow(intent: Intent, realm: Realm, instance: number) {
  return {
    id: intent.id.toLowerCase(),
    batch_id: intent.batchId?.toLowerCase() ?? null,
    realm,
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
    instance,
    despite: despiteText(intent.despite),
    search: searchableText(intent, null),
  };
}

function settledRow(id: string, settlement: Settlement) {
  return {
    id: id.toLowerCase(),
    outcome: settlement.outcome,
    undocumented: settlement.undocumented ? 1 : 0,
    status: settlement.status,
    message: settlement.message,
    retry_after: settlement.retryAfter,
    cause: settlement.cause,
    sent_at: settlement.sentAt,
    answered_at: settlement.answeredAt,
    settled_at: settlement.settledAt,
    words: settlement.message === null ? '' : `\n${fold(settlement.message)}`,
  };
}
