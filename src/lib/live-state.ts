import { sharedState } from './shared-state';

/** Whether this page hears of changes by itself; if not, `asOf` (ms since 1970) is when it last did. */
export type LiveState = { phase: 'connecting' } | { phase: 'live' } | { phase: 'reconnecting'; asOf: number };

const [setState, useLiveState, liveState] = sharedState<LiveState>({ phase: 'connecting' });
export { liveState, useLiveState };

/** `connecting` without an argument. Without news the value stays the same, so that nothing is rendered anew. */
export function setLiveState(next: LiveState = { phase: 'connecting' }): void {
  if (next.phase !== liveState().phase || next.phase === 'reconnecting') setState(next);
}

/**
 * How often to ask again for what is about to change: often while nothing tells this page, and rarely while
 * something does, so that one lost event cannot leave it waiting for ever.
 */
export function pollingInterval(): number {
  return liveState().phase === 'live' ? 10_000 : 2000;
}
