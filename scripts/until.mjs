import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Waits until it is so, half a minute at most unless told: a busy machine takes its time.
 * @param {() => boolean} so
 * @param {number} [seconds]
 */
export async function until(so, seconds = 30) {
  const end = performance.now() + seconds * 1_000;
  while (!so() && performance.now() < end) await sleep(0);
}
