import { performance } from 'node:perf_hooks';
import { setTimeout } from 'node:timers/promises';
import { shownFields, type Cancellation, type CancellationRequest } from '../../../contract';
import { visibleOrNull } from '../../../contract/text';
import type { Judge } from '../../access/judge';
import type { Fuse } from '../../fuse/fuse';
import { decideSettlement } from '../../fuse/classify';
import type { Log } from '../../run/log';
import type { Metrics } from '../../run/metrics';
import { mapStoreErrors, nothingSent, overlapError, ProblemError } from '../../http/problems';
import { presentMoment, type Moment } from '../../store/lease';
import type { ClaimResult, SavedDeployment, Settlement, Store, TaggedDeployment } from '../../store/store';
import { checkConditions, reviewOf, type Canceller, type RuleSource } from './conditions';
import type { Reaper } from './reaper';

interface Answer {
  created: boolean;
  cancellation: Cancellation;
}

/** A request to cancel. */
type Order = { id: string; request: CancellationRequest } & (
  { by: Canceller; batchTarget: null } | { by: null; batchTarget: FixedTarget }
);

/** One target of a batch, with the names that were fixed when the batch was confirmed. */
export type FixedTarget = SavedDeployment & {
  batchId: string;
  person: string;
  /** Of the request that started the batch. */
  judge: Judge;
  reason: string | null;
  /** IDs of batches and cancellations that the person knew of, see `despite` of the request. */
  despite: string[];
};

export interface Cancellations {
  /**
   * Cancels all pending calls of one saved deployment: the intent is durable before exactly one DELETE is
   * sent, the outcome before the answer is given. `created` is false when the ID is a repeat; the answer
   * is then the first one's record. Problems: `not_saved`, `role_required`, `changed`, `invalid_request`
   * where a rule asks for more, `in_progress`, `overlap`, `id_reused`, `protected`, `journal_unavailable` (this request
   * sent nothing).
   */
  cancel(id: string, request: CancellationRequest, by: Canceller): Promise<Answer>;
  /**
   * The same for one target of a batch, which is judged again: it must be saved with the names and environment that
   * were fixed when the batch was confirmed, and its person must still be allowed to cancel it. Problem `conflict` when
   * the batch is stopped or over: nothing was sent.
   */
  cancelTarget(id: string, target: FixedTarget): Promise<Answer>;
  /** Whether a cancellation with this ID is under way in this process, in the journal or not yet. */
  isRunning(id: string): boolean;
  /** Refuses new cancellations of people; resolves when the running ones are over and every known outcome is written. */
  shutDown(): Promise<void>;
  /** Resolves when no cancellation of this process waits for Fuse any more. */
  idle(): Promise<void>;
}

const earlierUnknown =
  'This request sent nothing to Fuse; whether an earlier one with the same ID did is not known. Ask again.';
const repeatPollMs = 250;
/** How long a repeated request waits for a record that another console has open. */
const repeatWaitMs = 60_000;

function inProgress({ id, person }: Cancellation, consequence: string): ProblemError {
  const detail = `${person} is cancelling the calls of this deployment right now. ${consequence}`;
  return new ProblemError('in_progress', detail, { extra: { person, cancellationId: id } });
}

type Target = Pick<SavedDeployment, 'applicationId' | 'deploymentId'>;

const notSaved = ({ applicationId, deploymentId }: Target) =>
  new ProblemError(
    'not_saved',
    `Deployment ${deploymentId} of application ${applicationId} is not in the saved list. ${nothingSent}`,
  );

const changedSince = ({ applicationId, deploymentId }: Target) =>
  new ProblemError(
    'changed',
    `Deployment ${deploymentId} of application ${applicationId} was changed in the saved list since the batch was confirmed. ${nothingSent}`,
  );

const toReason = ({ reason }: Pick<CancellationRequest, 'reason'>) => visibleOrNull(reason);

/** The only module that sends a DELETE. Its state lives as long as this process, see `idle`. */
export function createCancellations(
  options: RuleSource & {
    store: Store;
    reaper: Reaper;
    fuse: Fuse;
    now: () => Date;
    log: Log;
    metrics: Pick<Metrics, 'cancellation'>;
  },
): Cancellations {
  const { store, reaper, fuse, now, log, metrics } = options;
  /** Cancellations under way in this process, from before their claim until their outcome. */
  const running = new Map<string, Promise<Answer>>();
  let closing = false;

  /** The deployment as it is saved now; problem `not_saved`. */
  async function readSaved({ applicationId, deploymentId }: Target): Promise<TaggedDeployment> {
    const saved = await mapStoreErrors(store.getDeploymentNames(applicationId, deploymentId), nothingSent);
    if (saved) return saved;
    throw notSaved({ applicationId, deploymentId });
  }

  /** The deployment as it is saved now, if the person may cancel its calls and the request says all that it needs. */
  async function findTarget(request: CancellationRequest, by: Canceller): Promise<TaggedDeployment> {
    const saved = await readSaved(request);
    checkConditions(options, by.judge, [saved], { targets: [request], reason: toReason(request) }, () => '');
    return saved;
  }

  /** A batch's target, if it is saved as it was confirmed and its person may still cancel it. */
  async function findConfirmed(fixed: FixedTarget): Promise<TaggedDeployment> {
    const saved = await readSaved(fixed);
    // The claim checks this again. A grant is not asked about another place than the one that was confirmed.
    if (shownFields.some((field) => saved[field] !== fixed[field])) throw changedSince(fixed);
    fixed.judge.requireStill('cancel', saved);
    return saved;
  }

  /** Fuse may read IDs as numbers: whoever cancels a deployment must be allowed to cancel its twins too. */
  async function requireTwins(judge: Judge, { applicationId, deploymentId }: Target): Promise<void> {
    const target = { applicationId, deploymentId };
    for (const twin of await mapStoreErrors(store.findTwins(target), nothingSent))
      judge.requireStill('cancel', twin, target);
  }

  async function claim({ id, request, by, batchTarget }: Order): Promise<ClaimResult> {
    const { tags, ...target } = await (batchTarget === null
      ? findTarget(request, by)
      : findConfirmed(batchTarget));
    await requireTwins((by ?? batchTarget).judge, target);
    const requestedAt = now().toISOString();
    const intent = {
      ...target,
      id,
      batchId: batchTarget?.batchId ?? null,
      person: batchTarget === null ? by.person : batchTarget.person,
      reason: toReason(request),
      requestedAt,
      review: reviewOf(options, { ...target, tags }, requestedAt),
      upstream: fuse.host,
      despite: request.despite ?? [],
    };
    if (closing && batchTarget === null)
      throw new ProblemError('journal_unavailable', `The console is being stopped. ${nothingSent}`);
    const claimed = await mapStoreErrors(store.claim(intent), nothingSent);
    if (claimed.kind !== 'busy' || running.has(claimed.cancellation.id)) return claimed;
    // The deployment may be held by a cancellation that this console has left open.
    const settled = await mapStoreErrors(reaper.sweep(), nothingSent);
    return settled.has(claimed.cancellation.id) ? mapStoreErrors(store.claim(intent), nothingSent) : claimed;
  }

  /** Sends the DELETE. Never rejects: whatever happens, the record must not stay open. */
  async function send(open: Cancellation, mayStillSend: () => boolean): Promise<Settlement> {
    try {
      const exchange = await fuse.cancelCalls(open.applicationId, open.deploymentId, mayStillSend);
      return decideSettlement(exchange, now().toISOString());
    } catch (error) {
      log('cancellation_failed', { cancellation: open.id, error });
      return decideSettlement({ kind: 'console_failed' }, now().toISOString());
    }
  }

  async function sendAndSettle(open: Cancellation, claimedAt: Moment): Promise<Cancellation> {
    const mayStillSend = () => store.holds(claimedAt);
    const settlement = mayStillSend()
      ? await send(open, mayStillSend)
      : decideSettlement({ kind: 'not_connected', cause: 'held_up' }, now().toISOString());
    const result = await reaper.settle(open, settlement);
    const milliseconds = performance.now() - claimedAt.monotonic;
    metrics.cancellation(result, milliseconds / 1000);
    log('cancellation', {
      id: result.id,
      applicationId: result.applicationId,
      deploymentId: result.deploymentId,
      person: result.person,
      outcome: result.outcome,
      status: result.status,
      cause: result.cause,
      journaled: result.journaled,
      ms: Math.round(milliseconds),
    });
    return result;
  }

  function requireSameTarget(record: Cancellation, request: CancellationRequest): Cancellation {
    if (record.applicationId !== request.applicationId || record.deploymentId !== request.deploymentId) {
      throw new ProblemError(
        'id_reused',
        `This ID belongs to the cancellation of another deployment. ${nothingSent}`,
      );
    }
    return record;
  }

  async function claimAndSend(order: Order): Promise<Answer> {
    const claimedAt = presentMoment();
    const claimed = await claim(order);
    switch (claimed.kind) {
      case 'claimed':
        return { created: true, cancellation: await sendAndSettle(claimed.cancellation, claimedAt) };
      case 'known':
        // Another instance of the console took the same ID in the meantime.
        return { created: false, cancellation: await awaitOutcome(claimed.cancellation, order.request) };
      case 'foreign':
        throw new ProblemError('id_reused', `This ID is already in the journal. ${nothingSent}`);
      case 'busy':
        throw inProgress(claimed.cancellation, nothingSent);
      case 'out_of_turn':
        if (order.batchTarget)
          throw new ProblemError('conflict', `This batch is stopped or over. ${nothingSent}`);
        throw new ProblemError('id_reused', `This ID belongs to a target of a batch. ${nothingSent}`);
      case 'protected':
        throw new ProblemError(
          'protected',
          `Deployment ${order.request.deploymentId} is protected: “${claimed.reason}”. ${nothingSent}`,
          { extra: { reason: claimed.reason }, targets: [order.request] },
        );
      case 'changed':
        throw changedSince(order.request);
      case 'not_saved':
        throw notSaved(order.request);
      case 'overlap':
        throw overlapError(claimed.overlaps);
    }
  }

  /**
   * Waits for the outcome of a record that is in the journal already. An open record belongs to another console, which
   * waits for Fuse or has stopped, or the reaper is about to settle it.
   */
  async function awaitOutcome(known: Cancellation, request: CancellationRequest): Promise<Cancellation> {
    let record = requireSameTarget(known, request);
    if (record.outcome === null) await reaper.sweep().catch(() => undefined);
    const end = performance.now() + repeatWaitMs;
    while (record.outcome === null) {
      record = (await mapStoreErrors(store.findCancellation(record.id), earlierUnknown)) ?? record;
      if (record.outcome === null && performance.now() > end) throw inProgress(record, earlierUnknown);
      if (record.outcome === null) await setTimeout(repeatPollMs);
    }
    return record;
  }

  async function claimOrRepeat(order: Order): Promise<Answer> {
    const { id, request } = order;
    const known =
      reaper.unpersistedOutcomes(id) ?? (await mapStoreErrors(store.findCancellation(id), earlierUnknown));
    if (known) return { created: false, cancellation: await awaitOutcome(known, request) };
    return claimAndSend(order);
  }

  async function cancelOnce(order: Order): Promise<Answer> {
    const { id, request, batchTarget } = order;
    // A person may have used the ID of a batch's target: that request is refused, or ends with the batch's record.
    if (batchTarget !== null) while (running.has(id)) await running.get(id)?.catch(() => undefined);
    const first = running.get(id);
    if (first)
      return { created: false, cancellation: requireSameTarget((await first).cancellation, request) };
    // In the map before anything is awaited, so that a second request with this ID finds the first.
    const work = claimOrRepeat(order);
    running.set(id, work);
    try {
      return await work;
    } finally {
      running.delete(id);
    }
  }

  async function idle(): Promise<void> {
    while (running.size > 0) await Promise.allSettled(running.values());
  }

  return {
    cancel: (id, request, by) => cancelOnce({ id, request, by, batchTarget: null }),

    cancelTarget: (id, batchTarget) => cancelOnce({ id, request: batchTarget, by: null, batchTarget }),

    isRunning: (id) => running.has(id),

    async shutDown() {
      closing = true;
      await idle();
      await reaper.flush();
    },

    idle,
  };
}
