/** A smaller difference is the network's, or that of a `Date` header, which has no fractions of a second. */
const toleranceMs = 2000;

const listeners = new Set<() => void>();
let offset = 0;
let isExact = false;

/**
 * Learns from the server what time it is, in milliseconds since 1970: whose clock is wrong in the browser still sees
 * right ages. A heartbeat is `exact`, and stands against the `Date` of an answer, which a proxy may have written.
 */
export function learnServerTime(ms: number, exact: boolean): void {
  if (Number.isNaN(ms) || (isExact && !exact)) return;
  isExact = exact;
  const measured = ms - Date.now();
  if (Math.abs(measured - offset) <= toleranceMs) return;
  offset = measured;
  for (const listener of listeners) listener();
}

/** Calls the listener when the server's clock turns out to be another one; the answer stops it. */
export function onServerClock(listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

/** The time by the server's clock, in milliseconds since 1970. */
export const serverNow = (): number => Date.now() + offset;

/** A moment that the browser's clock has told, by the server's. */
export const toServerTime = (ms: number): number => ms + offset;

/** Forgets what was learnt. */
export function forgetServerClock(): void {
  offset = 0;
  isExact = false;
}
