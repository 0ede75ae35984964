import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Waits until it is so, a few seconds at most unless told.
 * @param {() => boolean} so
 * @param {number} [seconds]
 */
export async function until(so, seconds = 5) {
  const end = performance.now() + seconds * 1_000;
  while (!so() && performance.now() < end) await sleep(0);
}
