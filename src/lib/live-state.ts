/** Whether this page hears of changes by itself; if not, `asOf` (ms since 1970) is when it last did. */
export type LiveState = { phase: 'connecting' } | { phase: 'live' } | { phase: 'reconnecting'; asOf: number };

const connecting: LiveState = { phase: 'connecting' };
const listeners = new Set<() => void>();
let state: LiveState = connecting;

/** Tells of every change, until the returned function is called. */
export function onLiveState(listener: () => void) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Tells everyone who shows it; `connecting` without an argument. */
export function setLiveState(next: LiveState = connecting): void {
  if (next.phase === state.phase && next.phase !== 'reconnecting') return;
  state = next;
  for (const listener of listeners) listener();
}

/** The state as it is now. */
export const liveState = (): LiveState => state;

/**
 * How often to ask again for what is about to change: often while nothing tells this page, and rarely while
 * something does, so that one lost event cannot leave it waiting for ever.
 */
export function pollingInterval(): number {
  return state.phase === 'live' ? 10_000 : 2000;
}
