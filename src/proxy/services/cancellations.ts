import { setTimeout } from 'node:timers/promises';
import type { Cancellation, CancellationRequest } from '../../contract';
import type { Fuse } from '../fuse/fuse';
import { settlementOf } from '../fuse/classify';
import type { Log } from '../log';
import type { Metrics } from '../metrics';
import { fromStore, nothingSent, overlapError, ProblemError } from '../problems';
import type { ClaimResult, SavedDeployment, Store } from '../store/store';

interface Answer {
  created: boolean;
  cancellation: Cancellation;
}

/** What a batch has fixed for one of its targets. */
export type FixedTarget = SavedDeployment & {
  batchId: string;
  person: string;
  reason: string | null;
  /** What the person knew of, see `despite` of the request. */
  despite: string[];
};

export interface Cancellations {
  /**
   * Cancels all pending calls of one saved deployment: the intent is durable before exactly one DELETE is
   * sent, the outcome before the answer is given. `created` is false when the ID is a repeat; the answer
   * is then the first one's record. Problems: `not_saved`, `in_progress`, `overlap`, `id_reused`,
   * `journal_unavailable` (this request sent nothing).
   */
  cancel(id: string, request: CancellationRequest, person: string): Promise<Answer>;
  /**
   * The same for one target of a batch, with the names that were fixed when the batch was confirmed. Problem
   * `conflict` when the batch is stopped or over: nothing was sent.
   */
  cancelTarget(id: string, target: FixedTarget): Promise<Answer>;
  /** Whether a cancellation with this ID is under way in this process, in the journal or not yet. */
  isRunning(id: string): boolean;
  /** Sends for no new ID of a person any more, and resolves like `idle`. */
  shutDown(): Promise<void>;
  /** Resolves when no cancellation of this process waits for Fuse any more. */
  idle(): Promise<void>;
}

const notKnown =
  'This request sent nothing to Fuse; whether an earlier one with the same ID did is not known. Ask again.';
const repeatPollMs = 250;
const giveUpEveryMs = 5_000;

/** The one place from which a DELETE is sent. What it holds lives as long as this process, see `idle`. */
export function createCancellations(options: {
  store: Store;
  fuse: Fuse;
  now: () => Date;
  log: Log;
  metrics: Pick<Metrics, 'cancellation'>;
}): Cancellations {
  const { store, fuse, now, log, metrics } = options;
  /** Cancellations under way in this process, from before their claim until their outcome. */
  const running = new Map<string, Promise<Answer>>();
  /** What was answered when the outcome could not be written: still open in the journal, held by nobody. */
  const unwritten = new Map<string, Cancellation>();
  let closing = false;

  async function giveUp(id: string): Promise<void> {
    await fromStore(
      store.settle(id, settlementOf({ kind: 'journal_failed' }, now().toISOString())),
      nothingSent,
    );
    unwritten.delete(id);
  }

  /** Frees the deployment, and tells every screen, as soon as the journal can be written again. */
  async function giveUpLater(id: string): Promise<void> {
    while (unwritten.has(id)) {
      await setTimeout(giveUpEveryMs, undefined, { ref: false });
      if (unwritten.has(id)) await giveUp(id).catch(() => undefined);
    }
  }

  /**
   * `known` is the open record of an earlier request with this ID whose claim may have been lost on the way:
   * only the store can tell whether it is being sent.
   */
  async function claim(
    id: string,
    request: CancellationRequest,
    person: string,
    known: Cancellation | null,
    fixed: FixedTarget | null,
  ): Promise<ClaimResult> {
    const target =
      known ??
      fixed ??
      (await fromStore(store.findDeployment(request.applicationId, request.deploymentId), nothingSent));
    if (!target) {
      throw new ProblemError(
        'not_saved',
        `Deployment ${request.deploymentId} of application ${request.applicationId} is not in the saved list. ${nothingSent}`,
      );
    }
    const { applicationId, deploymentId } = target;
    const intent = {
      applicationId,
      applicationName: request.applicationName ?? target.applicationName,
      deploymentId,
      deploymentName: request.deploymentName ?? target.deploymentName,
      environment: request.environment ?? target.environment,
      id,
      batchId: fixed?.batchId ?? null,
      person,
      reason: request.reason?.trim() ? request.reason : null,
      requestedAt: now().toISOString(),
      upstream: fuse.host,
      despite: request.despite ?? [],
    };
    if (closing && known === null && fixed === null)
      throw new ProblemError('journal_unavailable', `The console is being stopped. ${nothingSent}`);
    const consequence = known === null ? nothingSent : notKnown;
    let claimed = await fromStore(store.claim(intent), consequence);
    if (claimed.kind === 'busy' && unwritten.has(claimed.cancellation.id)) {
      await giveUp(claimed.cancellation.id);
      claimed = await fromStore(store.claim(intent), consequence);
    }
    return claimed;
  }

  async function send(open: Cancellation): Promise<Cancellation> {
    const exchange = await fuse.cancelCalls(open.applicationId, open.deploymentId);
    const settlement = settlementOf(exchange, now().toISOString());
    let result: Cancellation;
    try {
      result = await store.settle(open.id, settlement);
      if (result.outcome !== settlement.outcome || result.settledAt !== settlement.settledAt) {
        log('outcome_not_written', { cancellation: open.id, error: 'It was settled by another console.' });
        result = { ...open, ...settlement, journaled: false };
      }
    } catch (error) {
      log('outcome_not_written', { cancellation: open.id, error: String(error) });
      result = { ...open, ...settlement, journaled: false };
      unwritten.set(open.id, result);
      void giveUpLater(open.id);
    }
    metrics.cancellation(result);
    log('cancellation', {
      id: result.id,
      applicationId: result.applicationId,
      deploymentId: result.deploymentId,
      person: result.person,
      outcome: result.outcome,
      status: result.status,
      cause: result.cause,
      journaled: result.journaled,
      ms: Date.parse(result.settledAt ?? result.requestedAt) - Date.parse(result.requestedAt),
    });
    return result;
  }

  function sameTarget(record: Cancellation, request: CancellationRequest): Cancellation {
    if (record.applicationId !== request.applicationId || record.deploymentId !== request.deploymentId) {
      throw new ProblemError(
        'id_reused',
        `This ID belongs to the cancellation of another deployment. ${nothingSent}`,
      );
    }
    return record;
  }

  async function claimAndSend(
    id: string,
    request: CancellationRequest,
    person: string,
    known: Cancellation | null,
    fixed: FixedTarget | null,
  ): Promise<Answer> {
    const claimed = await claim(id, request, person, known, fixed);
    switch (claimed.kind) {
      case 'claimed':
        return { created: true, cancellation: await send(claimed.cancellation) };
      case 'known':
        // Another instance of the console took the same ID in the meantime.
        return { created: false, cancellation: await repeat(claimed.cancellation, request) };
      case 'foreign':
        throw new ProblemError('id_reused', `This ID is already in the journal. ${nothingSent}`);
      case 'busy':
        throw new ProblemError(
          'in_progress',
          `${claimed.cancellation.person} is cancelling the calls of this deployment right now. ${nothingSent}`,
          { extra: { person: claimed.cancellation.person, cancellationId: claimed.cancellation.id } },
        );
      case 'out_of_turn':
        if (fixed) throw new ProblemError('conflict', `This batch is stopped or over. ${nothingSent}`);
        throw new ProblemError('id_reused', `This ID belongs to a target of a batch. ${nothingSent}`);
      case 'overlap':
        throw overlapError(claimed.overlaps);
    }
  }

  /** The answer to an ID that is in the journal already; waits while another instance waits for Fuse. */
  async function repeat(known: Cancellation, request: CancellationRequest): Promise<Cancellation> {
    let record = sameTarget(known, request);
    while (record.outcome === null) {
      await setTimeout(repeatPollMs);
      record = (await fromStore(store.findCancellation(record.id), notKnown)) ?? record;
    }
    return record;
  }

  async function firstOrRepeat(
    id: string,
    request: CancellationRequest,
    person: string,
    fixed: FixedTarget | null,
  ): Promise<Answer> {
    const known = unwritten.get(id) ?? (await fromStore(store.findCancellation(id), notKnown));
    if (known && known.outcome !== null) {
      return { created: false, cancellation: await repeat(known, request) };
    }
    if (known) sameTarget(known, request);
    return claimAndSend(id, request, person, known, fixed);
  }

  async function cancelOnce(
    givenId: string,
    request: CancellationRequest,
    person: string,
    fixed: FixedTarget | null,
  ): Promise<Answer> {
    const id = givenId.toLowerCase();
    // A person's request with the ID of a batch's target is not the batch's: it is refused, or finds its record.
    if (fixed !== null) while (running.has(id)) await running.get(id)?.catch(() => undefined);
    const first = running.get(id);
    if (first) return { created: false, cancellation: sameTarget((await first).cancellation, request) };
    // In the map before anything is awaited, so that a second request with this ID finds the first.
    const work = firstOrRepeat(id, request, person, fixed);
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
    cancel: (id, request, person) => cancelOnce(id, request, person, null),

    cancelTarget: (id, fixed) => cancelOnce(id, fixed, fixed.person, fixed),

    isRunning: (id) => running.has(id.toLowerCase()),

    shutDown() {
      closing = true;
      return idle();
    },

    idle,
  };
}
