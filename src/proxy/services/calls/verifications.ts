import type { Verification, VerificationLine } from '../../../contract';
import { endsVerification, toVerifiedCall } from '../../../contract';
import type { Log } from '../../run/log';
import { mapStoreErrors, ProblemError } from '../../http/problems';
import type { Store } from '../../store/store';
import type { Calls } from './calls';
import { createLane, createRateLimit } from '../../http/lanes';

/** Verifications of one cancellation: more would not be evidence but a way to fill the database. */
const maxVerifications = 100;
const maxPerMinute = 10;

interface VerificationOrder {
  cancellationId: string;
  verificationId: string;
  callIds: string[];
  person: string;
  /** Aborted when the client has left. */
  signal: AbortSignal;
}

export interface Verifications {
  /**
   * Asks Fuse about one call after another, until the last one, the first 401 or 429, or the signal, and keeps what it
   * was answered with the cancellation; for an ID that is on record already it asks nothing and yields the history. Problems:
   * `not_found`, `id_reused`, `conflict`, `too_many_requests`, `journal_unavailable`.
   */
  start(order: VerificationOrder): Promise<AsyncGenerator<VerificationLine, void>>;
}

/** The only module that records verified calls. */
export function createVerifications(options: {
  store: Store;
  calls: Calls;
  now: () => Date;
  log: Log;
}): Verifications {
  const { store, calls, now, log } = options;
  const lane = createLane({ concurrency: 1, maxQueued: 0 });
  const limit = createRateLimit({ aMinute: maxPerMinute, now });

  function failure(error: unknown): VerificationLine {
    const problem =
      error instanceof ProblemError
        ? error
        : new ProblemError('internal', 'Something went wrong inside the console. It is in the log.');
    log('verification_failed', { code: problem.code, error: problem.cause ?? error });
    return { kind: 'failed', code: problem.code, detail: problem.message };
  }

  async function* askCalls(order: VerificationOrder, verifiedCalls: Verification['calls']) {
    for (const callId of order.callIds) {
      if (order.signal.aborted) return;
      const answer = await calls.ask(callId, order.person, order.signal);
      verifiedCalls.push(toVerifiedCall(answer));
      yield { kind: 'answer', answer } as const;
      if (endsVerification(answer)) return;
    }
  }

  async function record(
    { cancellationId, verificationId, callIds, person }: VerificationOrder,
    verifiedCalls: Verification['calls'],
  ) {
    const verification = { requested: callIds.length, calls: verifiedCalls };
    const evidence = { person, at: now().toISOString(), verification };
    const work = store.addVerification(cancellationId, verificationId, evidence);
    await mapStoreErrors(work, 'This verification is not on record.');
    return true;
  }

  /** The history on record, also if another request has written it. */
  async function* yieldHistory(cancellationId: string): AsyncGenerator<VerificationLine, void> {
    try {
      yield { kind: 'kept', history: await mapStoreErrors(store.history(cancellationId)) };
    } catch (error) {
      yield failure(error);
    }
  }

  async function* verify(
    order: VerificationOrder,
    leave: () => void,
  ): AsyncGenerator<VerificationLine, void> {
    const verifiedCalls: Verification['calls'] = [];
    const failures: VerificationLine[] = [];
    let isKept = false;
    try {
      yield* askCalls(order, verifiedCalls);
    } catch (error) {
      if (!order.signal.aborted) failures.push(failure(error));
    } finally {
      leave();
      // Also if the client has left in the meantime: Fuse was asked, and these are its answers.
      if (verifiedCalls.length > 0)
        isKept = await record(order, verifiedCalls).catch((error: unknown) => {
          failures.push(failure(error));
          return false;
        });
    }
    if (isKept) yield* yieldHistory(order.cancellationId);
    yield* failures;
  }

  return {
    async start(order) {
      const { cancellationId, verificationId, person } = order;
      const record = await mapStoreErrors(store.findCancellation(cancellationId));
      if (record === null)
        throw new ProblemError('not_found', 'There is no such cancellation in the journal.');
      const owner = await mapStoreErrors(store.findVerification(verificationId));
      if (owner === record.id) return yieldHistory(record.id);
      if (owner !== null)
        throw new ProblemError(
          'id_reused',
          'This ID belongs to a verification of another cancellation. Nothing was asked.',
        );
      const history = await mapStoreErrors(store.history(cancellationId));
      if (history.filter(({ kind }) => kind === 'verified').length >= maxVerifications)
        throw new ProblemError(
          'conflict',
          `This cancellation has ${maxVerifications} verifications, which is as many as are kept. Nothing was asked.`,
        );
      limit.take(person);
      return verify(order, await lane.enter(person));
    },
  };
}
