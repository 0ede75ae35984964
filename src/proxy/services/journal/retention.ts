import { setTimeout as wait } from 'node:timers/promises';
import type { ConsoleFileHolder } from '../../config/console-file';
import type { Log } from '../../run/log';
import type { Store } from '../../store/store';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
/** Rows that leave with one transaction, a few milliseconds, and the pause after it: a cancellation waits for neither. */
const atATime = 100;
const pauseMs = 100;

/** Deletes what is older than the configuration in force keeps, in small steps: at the start and once an hour. Off without the key. */
export function startRetention(options: {
  store: Pick<Store, 'forget'>;
  consoleFile: ConsoleFileHolder;
  now: () => Date;
  log: Log;
  everyMs?: number;
}): { stop: () => void } {
  const { store, consoleFile, now, log, everyMs = hourMs } = options;
  const stopped = new AbortController();

  async function forgetOld(kind: 'records' | 'changes'): Promise<void> {
    for (;;) {
      const days = consoleFile.current().retention[kind];
      if (days === undefined || stopped.signal.aborted) return;
      const before = new Date(now().getTime() - days * dayMs).toISOString();
      if ((await store.forget(kind, before, atATime)) < atATime) return;
      await wait(pauseMs, undefined, { signal: stopped.signal, ref: false }).catch(() => undefined);
    }
  }

  let isRunning = false;
  function applyRetention(): void {
    if (isRunning) return;
    isRunning = true;
    forgetOld('records')
      .then(() => forgetOld('changes'))
      .catch((error: unknown) => log('retention_not_applied', { error }))
      .finally(() => (isRunning = false));
  }
  applyRetention();
  const timer = setInterval(applyRetention, everyMs).unref();
  return {
    stop() {
      stopped.abort();
      clearInterval(timer);
    },
  };
}
