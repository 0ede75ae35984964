import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Resolves once the condition holds, and at the latest after `seconds`: a busy machine takes its time.
 * @param {() => boolean} condition
 * @param {number} [seconds] half a minute by default
 */
export async function waitUntil(condition, seconds = 30) {
  const end = performance.now() + seconds * 1_000;
  while (!condition() && performance.now() < end) await sleep(0);
}
