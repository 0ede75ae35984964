import type { ClockDifference } from '../../contract';
import type { Log } from './log';
import type { Store } from '../store/store';

/** Clocks that differ by more are reported: it is more than a network's delay and the rounding of Fuse's `Date`. */
const toleranceMs = 10_000;
const lookEveryMs = 5_000;

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
  let told: string | null = null;

  const ahead = () => ({ database: store.clockAheadMs(), fuse });

  function difference(): ClockDifference | null {
    const found = (['database', 'fuse'] as const)
      .map((of) => ({ of, aheadMs: Math.round(ahead()[of] ?? 0) }))
      .filter(({ aheadMs }) => Math.abs(aheadMs) > toleranceMs)
      .sort((a, b) => Math.abs(b.aheadMs) - Math.abs(a.aheadMs));
    return found[0] ?? null;
  }

  function look(): void {
    const setBy = sinceStart() - base;
    base += setBy;
    if (Math.abs(setBy) > toleranceMs) {
      log('clock_set', { seconds: Math.round(setBy / 1000) });
      // Fuse's time was compared with the clock as it was before.
      if (fuse !== null) fuse += setBy;
    }
    const found = difference();
    if ((found?.of ?? null) === told) return;
    told = found?.of ?? null;
    if (found === null) log('clocks_agree');
    else log('clocks_differ', { with: found.of, secondsAhead: Math.round(found.aheadMs / 1000) });
  }

  look();
  const timer = setInterval(look, lookEveryMs).unref();

  return {
    heardFuse(at) {
      fuse = now().getTime() - at;
      // The header has whole seconds only.
      if (Math.abs(fuse) <= 2_000) fuse = 0;
      look();
    },
    ahead,
    difference,
    stop: () => clearInterval(timer),
  };
}
