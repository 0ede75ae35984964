import type { ClockDifference } from '../../contract';
import type { Log } from './log';
import type { Store } from '../store/store';

/** Clocks that differ by more are reported: it is more than a network's delay and the rounding of Fuse's `Date`. */
const toleranceMs = 10_000;
const compareEveryMs = 5_000;

export interface ClockWatch {
  /** The time in the `Date` of an answer of Fuse, in milliseconds since 1970. */
  heardFuse(at: number): void;
  /** How far this machine's clock is ahead of the database's and of Fuse's, in milliseconds; null if not known. */
  ahead(): { database: number | null; fuse: number | null };
  /** The largest difference above the tolerance, or null. */
  difference(): ClockDifference | null;
  stop(): void;
}

/**
 * Compares this machine's clock with the database's and with Fuse's every five seconds, and logs when they begin to
 * differ, when they agree again, and when this machine's clock was set.
 */
export function createClockWatch(options: {
  store: Pick<Store, 'clockAheadMs'>;
  now: () => Date;
  log: Log;
}): ClockWatch {
  const { store, now, log } = options;
  const sinceStart = () => now().getTime() - performance.now();
  let fuse: number | null = null;
  let base = sinceStart();
  let reportedClock: string | null = null;

  const ahead = () => ({ database: store.clockAheadMs(), fuse });

  function difference(): ClockDifference | null {
    const largest = (['database', 'fuse'] as const)
      .map((of) => ({ of, aheadMs: Math.round(ahead()[of] ?? 0) }))
      .filter(({ aheadMs }) => Math.abs(aheadMs) > toleranceMs)
      .sort((a, b) => Math.abs(b.aheadMs) - Math.abs(a.aheadMs));
    return largest[0] ?? null;
  }

  function compareClocks(): void {
    const clockSetByMs = sinceStart() - base;
    base += clockSetByMs;
    if (Math.abs(clockSetByMs) > toleranceMs) {
      log('clock_set', { seconds: Math.round(clockSetByMs / 1000) });
      // Fuse's time was compared with the clock as it was before.
      if (fuse !== null) fuse += clockSetByMs;
    }
    const largest = difference();
    if ((largest?.of ?? null) === reportedClock) return;
    reportedClock = largest?.of ?? null;
    if (largest === null) log('clocks_agree');
    else log('clocks_differ', { with: largest.of, secondsAhead: Math.round(largest.aheadMs / 1000) });
  }

  compareClocks();
  const timer = setInterval(compareClocks, compareEveryMs).unref();

  return {
    heardFuse(at) {
      fuse = now().getTime() - at;
      // The header has whole seconds only.
      if (Math.abs(fuse) <= 2_000) fuse = 0;
      compareClocks();
    },
    ahead,
    difference,
    stop: () => clearInterval(timer),
  };
}
