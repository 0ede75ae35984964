const listeners = new Set<() => void>();

/** Calls the listener whenever the page's session is over: nobody is signed in any more, or somebody else is. */
export function onSessionEnd(listener: () => void): void {
  listeners.add(listener);
}

/** Says that what is kept for the person so far is not for whoever comes next. */
export function endSession(): void {
  for (const listener of listeners) listener();
}
