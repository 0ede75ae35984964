import { setTimeout } from 'node:timers/promises';
import type { Log } from '../../run/log';
import type { Store } from '../../store/store';

const defaultPauseMs = 2_000;

/**
 * Marks every few seconds which outcomes nobody has confirmed in time, until it is stopped. Every console on a database
 * does so; the store marks each outcome once.
 */
export function watchReviews(options: {
  store: Pick<Store, 'markOverdueReviews'>;
  now: () => Date;
  log: Log;
  /** Between two looks, in milliseconds. */
  pauseMs?: number;
}): { stop(): void } {
  const { store, now, log, pauseMs = defaultPauseMs } = options;
  const stopped = new AbortController();
  let isFailing = false;

  async function watch(): Promise<void> {
    while (!stopped.signal.aborted) {
      try {
        await store.markOverdueReviews(now().toISOString());
        isFailing = false;
      } catch (error) {
        // Once for each failure of the journal, however long it lasts.
        if (!isFailing && !stopped.signal.aborted) log('reviews_not_marked', { error });
        isFailing = true;
      }
      await setTimeout(pauseMs, undefined, { ref: false, signal: stopped.signal }).catch(() => undefined);
    }
  }
  void watch();

  return { stop: () => stopped.abort() };
}
