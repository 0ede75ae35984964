import { sharedState } from './shared-state';

/**
 * Whether the session has ended while the person was in the middle of something, so that the page did not lead to the
 * sign-in page: it is said in place until somebody has signed in.
 */
export const [setSessionOver, useSessionOver] = sharedState(false);

const listeners = new Set<() => void>();

/** Calls the listener whenever the page's session is over: nobody is signed in any more, or somebody else is. */
export function onSessionEnd(listener: () => void): void {
  listeners.add(listener);
}

/** Says that what is kept for the person so far is not for whoever comes next. */
export function endSession(): void {
  for (const listener of listeners) listener();
}
