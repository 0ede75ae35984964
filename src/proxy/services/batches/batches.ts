import { deploymentKey } from '../../../contract';
import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { Batch, BatchRequest, BatchTarget, StopReason } from '../../../contract';
import { visibleOrNull } from '../../../contract/text';
import type { Judge } from '../../access/judge';
import type { Log } from '../../run/log';
import { mapStoreErrors, nothingSent, overlapError, ProblemError } from '../../http/problems';
import { isProgramError } from '../../store/db-error-message';
import type { BatchEnd, Store } from '../../store/store';
import type { Cancellations } from '../cancellations/cancellations';
import { checkConditions, type Canceller, type RuleSource } from '../cancellations/conditions';
import type { Reaper } from '../cancellations/reaper';
import { requireStop } from './require-stop';
import { findSkipReason } from './skip-reason';
import { targetsProblem } from './targets-problem';

export interface Batches {
  /**
   * Writes the batch durably and begins it; it runs on without its client. `created` is false when the ID is a
   * repeat: the answer is then the batch as it stands. Problems: `not_saved`, `role_required` where the person may not
   * cancel each of its targets, `changed`, `invalid_request` where a rule asks for more, `overlap`, `id_reused`,
   * `journal_unavailable`; nothing is sent then.
   */
  start(id: string, request: BatchRequest, by: Canceller): Promise<{ created: boolean; batch: Batch }>;
  /** Whether a batch with this ID is being written: then it is too early to say that there is none. */
  isStarting(id: string): boolean;
  /**
   * Stops a batch after the target that is being cancelled. Problems: `not_found`, `role_required`, see `requireStop`.
   */
  stop(id: string, by: Canceller): Promise<Batch>;
  /** Begins no further target in this process; resolves once its batches are over. */
  shutDown(): Promise<void>;
  /** Marks the batches that `shutDown` waits for as interrupted. */
  interrupt(): Promise<void>;
  /** Resolves when no batch of this process runs any more. */
  idle(): Promise<void>;
}

/** A batch that this process runs. */
interface Run {
  batch: Batch;
  /** Of the request that started it. */
  judge: Judge;
  /** IDs of batches and cancellations that its person knew of, see `despite` of the request. */
  despite: string[];
  done: Promise<void>;
  /** Ends the pause it is in. */
  wake: () => void;
}

/** How the batch goes on after a target. */
type Step =
  | { kind: 'next'; sent: boolean }
  | { kind: 'stop'; stopReason: StopReason }
  /** The store lets no further target be claimed. */
  | { kind: 'over' };

const stopStatus: ReadonlyMap<number | null, StopReason> = new Map<number | null, StopReason>([
  [401, 'fuse_401'],
  [429, 'fuse_429'],
]);

function stopFor(error: unknown): Step {
  return { kind: 'stop', stopReason: isProgramError(error) ? 'console_failed' : 'journal_unavailable' };
}

/** Runs batches in this process, one target after another; their state is in the store. */
export function createBatches(
  options: RuleSource & {
    store: Store;
    cancellations: Pick<Cancellations, 'cancelTarget'>;
    reaper: Pick<Reaper, 'sweep'>;
    now: () => Date;
    log: Log;
    /** The pause between an answer and the next request, in milliseconds. */
    batchPauseMs: number;
    /** The pause between two attempts to write that a batch is over, in milliseconds. */
    retryMs?: number;
  },
): Batches {
  const { store, cancellations, reaper, now, log, batchPauseMs, retryMs = 1000 } = options;
  const running = new Map<string, Run>();
  const starting = new Set<{ id: string }>();
  let closing = false;

  const timestamp = () => now().toISOString();

  async function pause(run: Run, ms: number): Promise<void> {
    if (closing || ms === 0) return;
    const controller = new AbortController();
    run.wake = () => controller.abort();
    await wait(ms, undefined, { signal: controller.signal }).catch(() => undefined);
  }

  function cancelTarget({ batch, judge, despite }: Run, target: BatchTarget) {
    const { applicationId, applicationName, deploymentId, deploymentName, environment } = target;
    return cancellations.cancelTarget(target.cancellationId, {
      applicationId,
      applicationName,
      deploymentId,
      deploymentName,
      environment,
      batchId: batch.id,
      person: batch.person,
      judge,
      reason: batch.reason,
      despite,
    });
  }

  async function decideNext({ batch }: Run): Promise<Step> {
    try {
      return (await store.canContinue(batch.id)) ? { kind: 'next', sent: true } : { kind: 'over' };
    } catch (error) {
      log('batch_not_read', { batch: batch.id, error });
      return stopFor(error);
    }
  }

  async function cancelNext(run: Run, target: BatchTarget): Promise<Step> {
    try {
      const { cancellation } = await cancelTarget(run, target);
      if (!cancellation.journaled) return { kind: 'stop', stopReason: 'journal_unavailable' };
      const stopReason =
        cancellation.cause === 'console_failed' ? cancellation.cause : stopStatus.get(cancellation.status);
      return stopReason === undefined ? await decideNext(run) : { kind: 'stop', stopReason };
    } catch (error) {
      const problem = error instanceof ProblemError ? error : null;
      if (problem?.code === 'conflict') return { kind: 'over' };
      const why = problem === null ? null : findSkipReason(problem);
      if (why !== null) {
        const skipped = await store.skipTarget(run.batch.id, target.position, why, timestamp()).then(
          () => true,
          () => false,
        );
        if (skipped) return { kind: 'next', sent: false };
      }
      const reason = problem?.cause ?? error;
      log('batch_target_not_tried', { batch: run.batch.id, position: target.position, error: reason });
      return stopFor(reason);
    }
  }

  /** Writes that the batch is over, again and again until it is written. */
  async function endRun(run: Run, how: Omit<BatchEnd, 'finishedAt'>): Promise<void> {
    for (;;) {
      try {
        // An intent that a failing journal may have kept after all, though nothing was sent for it.
        await reaper.sweep().catch(() => undefined);
        await store.endBatch(run.batch.id, { ...how, finishedAt: timestamp() });
        return;
      } catch (error) {
        log('batch_not_written', { batch: run.batch.id, error });
      }
      // The next start will find it and say "interrupted".
      if (closing) return;
      await pause(run, retryMs);
    }
  }

  async function runTargets(run: Run): Promise<void> {
    const last = run.batch.targets.at(-1);
    for (const target of run.batch.targets) {
      if (closing) return endRun(run, { state: 'interrupted', stopReason: 'console_stopped' });
      const step = await cancelNext(run, target);
      switch (step.kind) {
        case 'next':
          if (step.sent && target !== last) await pause(run, run.batch.pauseMs);
          break;
        case 'stop':
          return endRun(run, { state: 'stopped', stopReason: step.stopReason });
        case 'over':
          // The reason is on record already; this only ends the batch.
          return endRun(run, { state: 'stopped', stopReason: 'stopped' });
      }
    }
    return endRun(run, { state: 'finished', stopReason: null });
  }

  function startRun(batch: Batch, judge: Judge, despite: string[]): void {
    const run: Run = { batch, judge, despite, done: Promise.resolve(), wake: () => undefined };
    running.set(batch.id, run);
    run.done = runTargets(run)
      .catch((error: unknown) => log('batch_failed', { batch: batch.id, error }))
      .finally(() => running.delete(batch.id));
  }

  async function idle(): Promise<void> {
    while (running.size > 0) await Promise.all([...running.values()].map(({ done }) => done));
  }

  return {
    async start(id, { targets, reason, despite = [] }, { person, judge }) {
      if (closing) {
        throw new ProblemError('journal_unavailable', `The console is being stopped. ${nothingSent}`);
      }
      const given = visibleOrNull(reason);
      const start = { id };
      starting.add(start);
      const result = await mapStoreErrors(
        store.createBatch({
          id,
          person,
          reason: given,
          requestedAt: timestamp(),
          pauseMs: batchPauseMs,
          despite,
          targets: targets.map((target) => ({ ...target, cancellationId: randomUUID() })),
          check: (saved) =>
            checkConditions(
              options,
              judge,
              saved,
              { targets, reason: given },
              (index) => `targets.${index}.`,
            ),
        }),
        nothingSent,
      ).finally(() => starting.delete(start));
      switch (result.kind) {
        case 'created':
          startRun(result.batch, judge, despite);
          return { created: true, batch: result.batch };
        case 'known': {
          const same =
            result.batch.targets.length === targets.length &&
            result.batch.targets.every((target, index) => {
              const requested = targets[index];
              return requested !== undefined && deploymentKey(target) === deploymentKey(requested);
            });
          if (same) return { created: false, batch: result.batch };
          throw new ProblemError('id_reused', `This ID belongs to a batch of other targets. ${nothingSent}`);
        }
        case 'foreign':
          throw new ProblemError('id_reused', `This ID is already in the journal. ${nothingSent}`);
        case 'overlap':
          throw overlapError(result.overlaps);
        case 'protected':
          throw targetsProblem('protected', targets, result.indices, 'protected', result.reason);
        case 'not_saved':
          throw targetsProblem('not_saved', targets, result.indices, 'not in the saved list');
      }
    },

    isStarting: (id) => [...starting].some((start) => start.id === id),

    async stop(id, by) {
      const known = await mapStoreErrors(store.findBatch(id));
      if (known === null) {
        by.judge.requireSomewhere('cancel');
        throw new ProblemError('not_found', 'There is no such batch.');
      }
      const { account } = known;
      const targets = known.targets.map((target) => ({ ...target, account }));
      requireStop(by, known, await mapStoreErrors(store.getDeploymentValues(targets)));
      const batch = await mapStoreErrors(store.stopBatch(id, by.person, timestamp()));
      if (batch === null) throw new ProblemError('not_found', 'There is no such batch.');
      running.get(batch.id)?.wake();
      return batch;
    },

    async shutDown() {
      closing = true;
      for (const run of running.values()) run.wake();
      await idle();
    },

    async interrupt() {
      const how = { state: 'interrupted', stopReason: 'console_stopped', finishedAt: timestamp() } as const;
      for (const id of running.keys()) await store.endBatch(id, how);
    },

    idle,
  };
}
