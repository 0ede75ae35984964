import { sql } from 'kysely';
import { setTimeout } from 'node:timers/promises';
import type { Cancellation, Overlap } from '../../contract';
import { settlementOf } from '../fuse/classify';
import type { Backend } from './backend';
import { interruptBatches } from './batches';
import { listCancellations } from './journal-list';
import { despiteText, findOverlaps } from './overlaps';
import { prepared } from './prepared';
import { cancellationColumns, fold, toCancellation } from './rows';
import type { ClaimResult, Intent, Realm, Settlement, Store } from './store';

type Journal = Pick<Store, 'claim' | 'settle' | 'findCancellation' | 'listCancellations' | 'recover'>;

type NewRow = ReturnType<typeof newRow>;
type SettledRow = ReturnType<typeof settledRow>;

/** Longer together than a statement may take that is still on its way. */
const doubtTurns = 30;
const doubtPauseMs = 1_000;

/** The cancellations of one realm. Triggers write the events, so every change is a single statement. */
export function journal(backend: Backend, realm: Realm): Journal {
  const { db } = backend;
  /**
   * Cancellations whose claim failed on the way: the database may hold them, though their requester was told
   * that nothing is sent.
   */
  const doubtful = new Set<string>();
  /** Who claims an ID, or settles what a failed claim of it left, does so alone. */
  const turns = new Map<string, Promise<unknown>>();

  async function inTurn<T>(id: string, work: () => Promise<T>): Promise<T> {
    while (turns.has(id)) await turns.get(id);
    const mine = work();
    turns.set(
      id,
      mine.catch(() => undefined),
    );
    try {
      return await mine;
    } finally {
      turns.delete(id);
    }
  }

  /**
   * The open record that a failed claim of ours left, or nothing. Whoever asks first gets it, to send or to settle
   * it. Another console on the database may be sending under that ID: its records are never taken over.
   */
  async function takeOver(id: string) {
    if (!doubtful.delete(id)) return undefined;
    try {
      const instance = await backend.instance();
      // Written and not only read, so that nobody has settled it in between.
      return await db
        .updateTable('cancellations')
        .set({ instance })
        .where('id', '=', id)
        .where('instance', '=', instance)
        .where('outcome', 'is', null)
        .returning(cancellationColumns)
        .executeTakeFirst();
    } catch (error) {
      doubtful.add(id);
      throw error;
    }
  }

  /** Settles the open record that a failed claim of ours left; false if there is none. */
  async function settleUnsent(id: string, settledAt: string): Promise<boolean> {
    if ((await takeOver(id)) === undefined) return false;
    try {
      await settle(id, settlementOf({ kind: 'never_sent' }, settledAt));
      return true;
    } catch (error) {
      doubtful.add(id);
      throw error;
    }
  }

  /** What a failed claim left stands open on every screen: it is settled as soon as the database can tell. */
  async function settleLater(id: string, settledAt: string): Promise<void> {
    for (let turn = 0; turn < doubtTurns; turn += 1) {
      await setTimeout(doubtPauseMs, undefined, { ref: false });
      const isOver = await inTurn(id, async () => {
        if (!doubtful.has(id) || (await settleUnsent(id, settledAt))) return true;
        // A database that lost us may still carry out what it was sent.
        doubtful.add(id);
        return false;
      }).catch(() => false);
      if (isOver) return;
    }
  }

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

  async function claim(id: string, intent: Intent): Promise<ClaimResult> {
    for (;;) {
      const row = await insert(intent).catch((error: unknown) => {
        doubtful.add(id);
        void settleLater(id, intent.requestedAt);
        throw error;
      });
      if (row !== undefined) {
        // Claimed in the end: from now on it is being sent.
        doubtful.delete(id);
        backend.changed();
        return { kind: 'claimed', cancellation: toCancellation(row) };
      }
      const known = await select({ id });
      if (known !== undefined && known.realm !== realm) return { kind: 'foreign' };
      if (known !== undefined) {
        const same =
          known.application_id === intent.applicationId && known.deployment_id === intent.deploymentId;
        const left = same && known.outcome === null ? await takeOver(id) : undefined;
        return { kind: left ? 'claimed' : 'known', cancellation: toCancellation(left ?? known) };
      }
      const open = await db
        .selectFrom('cancellations')
        .select(cancellationColumns)
        .where('realm', '=', realm)
        .where('application_id', '=', intent.applicationId)
        .where('deployment_id', '=', intent.deploymentId)
        .where('outcome', 'is', null)
        .executeTakeFirst();
      if (open === undefined && (await isOutOfTurn(intent))) return { kind: 'out_of_turn' };
      const overlaps = open === undefined ? await overlapsOf(intent) : [];
      if (overlaps.length > 0) return { kind: 'overlap', overlaps };
      const freed =
        open === undefined ||
        // Not waited for: two claims could wait for each other.
        (!turns.has(open.id) && (await inTurn(open.id, () => settleUnsent(open.id, intent.requestedAt))));
      if (!freed) return { kind: 'busy', cancellation: toCancellation(open) };
      // What stood in the way is settled: the deployment is free.
    }
  }

  return {
    claim(intent) {
      const id = intent.id.toLowerCase();
      return inTurn(id, () => claim(id, intent));
    },

    settle,

    async findCancellation(id) {
      const row = await find(id);
      return row === undefined ? null : toCancellation(row);
    },

    listCancellations: (filter, page) => listCancellations(backend, realm, filter, page),

    async recover(settledAt) {
      const { outcome, cause } = settlementOf({ kind: 'console_stopped' }, settledAt);
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
    search: fold(
      [
        intent.applicationName,
        intent.applicationId,
        intent.deploymentName,
        intent.deploymentId,
        intent.id,
        intent.person,
        intent.reason ?? '',
      ].join('\n'),
    ),
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
