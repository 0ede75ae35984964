import { setTimeout } from 'node:timers/promises';
import type { Cancellation } from '../../../contract';
import { decideSettlement } from '../../fuse/classify';
import type { Log } from '../../run/log';
import type { Settlement, Store } from '../../store/store';

/** Settles every cancellation that this console has left open. It outlives a reload of the app. */
export interface Reaper {
  /**
   * Writes an outcome. If that fails, the answer is the record with `journaled: false`, and the outcome is written
   * later: it is tried again until it is in the journal or the process ends. Never rejects.
   */
  settle(open: Cancellation, settlement: Settlement): Promise<Cancellation>;
  /** The record whose outcome could not be written yet, or is not in the journal any more. */
  unpersistedOutcomes(id: string): Cancellation | undefined;
  /**
   * Writes the outcomes that could not be written before, and settles orphans. Most of those are cancellations whose
   * claim was committed although the store reported a failure, so that nothing was sent. Some were settled before, and
   * are open again because the database went back in time, as after a failover to a standby that was behind. Answers
   * the IDs that are settled now. Rejects if a cancellation could not be settled.
   */
  sweep(): Promise<ReadonlySet<string>>;
  /** Resolves when every known outcome is written. */
  flush(): Promise<void>;
  stop(): void;
}

/** An outcome, and the record with which requests are answered until the journal has it. */
interface KnownOutcome {
  record: Cancellation;
  settlement: Settlement;
}

const defaultSweepMs = 2_000;
/** More cancellations than a standby is behind. */
const maxRemembered = 1_000;

export function createReaper(options: {
  store: Pick<Store, 'settle' | 'findCancellation' | 'listOrphans'>;
  now: () => Date;
  log: Log;
  /** Between two sweeps, in milliseconds. */
  sweepMs?: number;
}): Reaper {
  const { store, now, log, sweepMs = defaultSweepMs } = options;
  /** Known outcomes that could not be written yet. */
  const pending = new Map<string, KnownOutcome>();
  /** Known outcomes of records that the database has lost. */
  const lost = new Map<string, Cancellation>();
  /** The newest outcomes of this process, written or not. */
  const remembered = new Map<string, KnownOutcome>();
  let newestForgotten = '';
  const stopped = new AbortController();
  let isFailing = false;

  /** The record to answer with, now that the journal has an outcome for it. */
  function resolveWritten({ record, settlement }: KnownOutcome, written: Cancellation): Cancellation {
    pending.delete(record.id);
    if (written.outcome === settlement.outcome && written.settledAt === settlement.settledAt) return written;
    log('outcome_not_written', { cancellation: record.id, error: 'It was settled by another console.' });
    return record;
  }

  function remember(known: KnownOutcome): void {
    remembered.set(known.record.id, known);
    const [oldest] = remembered.values();
    if (remembered.size <= maxRemembered || oldest === undefined) return;
    remembered.delete(oldest.record.id);
    if (oldest.record.requestedAt > newestForgotten) newestForgotten = oldest.record.requestedAt;
  }

  /** What is known of an orphan: its outcome, or that nothing was sent, or nothing at all. */
  function orphanSettlement({ id, requestedAt }: Cancellation): Settlement {
    const kind = requestedAt > newestForgotten ? 'never_sent' : 'console_stopped';
    return remembered.get(id)?.settlement ?? decideSettlement({ kind }, now().toISOString());
  }

  async function write(known: KnownOutcome): Promise<Cancellation> {
    return resolveWritten(known, await store.settle(known.record.id, known.settlement));
  }

  /** Reads before it writes again: the commit may have been made, and only its acknowledgement lost. */
  async function writeAgain(known: KnownOutcome): Promise<Cancellation> {
    const found = await store.findCancellation(known.record.id);
    if (found !== null) return found.outcome === null ? write(known) : resolveWritten(known, found);
    // Its claim was committed before anything was sent, so the database has gone back in time.
    pending.delete(known.record.id);
    lost.set(known.record.id, known.record);
    log('outcome_not_written', { cancellation: known.record.id, error: 'The journal has lost the record.' });
    return known.record;
  }

  async function sweep(): Promise<ReadonlySet<string>> {
    const settled = new Set<string>();
    const errors: unknown[] = [];
    const attemptToSettle = async (id: string, work: () => Promise<unknown>) => {
      try {
        await work();
        settled.add(id);
      } catch (error) {
        errors.push(error);
      }
    };
    for (const [id, known] of pending) await attemptToSettle(id, () => writeAgain(known));
    for (const orphan of await store.listOrphans())
      await attemptToSettle(orphan.id, () => store.settle(orphan.id, orphanSettlement(orphan)));
    if (errors.length > 0) throw errors[0];
    return settled;
  }

  async function sweepRepeatedly(): Promise<void> {
    for (;;) {
      try {
        await setTimeout(sweepMs, undefined, { ref: false, signal: stopped.signal });
      } catch {
        return;
      }
      try {
        await sweep();
        isFailing = false;
      } catch (error) {
        // Once for each failure of the journal, however long it lasts.
        if (!isFailing && !stopped.signal.aborted) log('not_settled', { error });
        isFailing = true;
      }
    }
  }
  void sweepRepeatedly();

  return {
    async settle(open, settlement) {
      const known = { record: { ...open, ...settlement, journaled: false }, settlement };
      remember(known);
      try {
        return await write(known).catch(() => writeAgain(known));
      } catch (error) {
        pending.set(open.id, known);
        log('outcome_not_written', { cancellation: open.id, error });
        return known.record;
      }
    },

    unpersistedOutcomes: (id) => pending.get(id)?.record ?? lost.get(id),

    sweep,

    async flush() {
      while (pending.size > 0 && !stopped.signal.aborted) {
        await sweep().catch(() => undefined);
        if (pending.size > 0) await setTimeout(sweepMs, undefined, { ref: false });
      }
    },

    stop: () => stopped.abort(),
  };
}
