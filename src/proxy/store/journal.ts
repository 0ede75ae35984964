import { sql } from 'kysely';
import type { Cancellation } from '../../contract';
import type { Backend } from './backend';
import { interruptBatches } from './batches';
import { listCancellations } from './journal-list';
import { prepared } from './prepared';
import { cancellationColumns, fold, toCancellation } from './rows';
import type { ClaimResult, Intent, Realm, Settlement, Store } from './store';

type Journal = Pick<Store, 'claim' | 'settle' | 'findCancellation' | 'listCancellations' | 'recover'>;

type NewRow = ReturnType<typeof newRow>;
type SettledRow = ReturnType<typeof settledRow>;

/** The cancellations of one realm. Triggers write the events, so every change is a single statement. */
export function journal(backend: Backend, realm: Realm): Journal {
  const { db } = backend;
  /**
   * Cancellations whose claim failed on the way: the database may hold them, though their requester was told
   * that nothing is sent.
   */
  const doubtful = new Set<string>();

  /** Another console on the database may be sending under that ID: its records are never taken over. */
  async function leftByUs(id: string): Promise<boolean> {
    if (!doubtful.has(id)) return false;
    const row = await db
      .selectFrom('cancellations')
      .select('instance')
      .where('id', '=', id)
      .executeTakeFirst();
    doubtful.delete(id);
    return row?.instance === (await backend.instance());
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

  async function isFixed(id: string): Promise<boolean> {
    const target = await db
      .selectFrom('batch_targets')
      .select('position')
      .where('cancellation_id', '=', id.toLowerCase())
      .executeTakeFirst();
    return target !== undefined;
  }

  return {
    async claim(intent): Promise<ClaimResult> {
      const id = intent.id.toLowerCase();
      for (;;) {
        const row = await insert(intent).catch((error: unknown) => {
          doubtful.add(id);
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
          const kind = same && known.outcome === null && (await leftByUs(id)) ? 'claimed' : 'known';
          return { kind, cancellation: toCancellation(known) };
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
        if (open !== undefined && !(await leftByUs(open.id)))
          return { kind: 'busy', cancellation: toCancellation(open) };
        if (open !== undefined)
          await settle(open.id, neverSent(intent.requestedAt)).catch((error: unknown) => {
            doubtful.add(open.id);
            throw error;
          });
        // What stood in the way is settled: the deployment is free.
      }
    },

    settle,

    async findCancellation(id) {
      const row = await find(id);
      return row === undefined ? null : toCancellation(row);
    },

    listCancellations: (filter, page) => listCancellations(backend, realm, filter, page),

    async recover(settledAt) {
      const own = await backend.instance();
      return db.transaction().execute(async (tx) => {
        const owners = await tx
          .selectFrom('cancellations')
          .select('instance')
          .where('outcome', 'is', null)
          .where('instance', '!=', own)
          .union(
            tx
              .selectFrom('batches')
              .select('instance')
              .where('state', '=', 'running')
              .where('instance', '!=', own),
          )
          .execute();
        if (owners.length === 0) return 0;
        const dead = await backend.deadInstances(
          tx,
          owners.map(({ instance }) => instance),
        );
        if (dead.length === 0) return 0;
        const { numUpdatedRows } = await tx
          .updateTable('cancellations')
          .set({ outcome: 'unknown', cause: 'console_stopped', settled_at: settledAt })
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

/** The settlement of an intent whose requester was told that nothing is sent. */
export function neverSent(settledAt: string): Settlement {
  return {
    outcome: 'not_sent',
    undocumented: false,
    status: null,
    message: null,
    retryAfter: null,
    cause: null,
    sentAt: null,
    answeredAt: null,
    settledAt,
  };
}
