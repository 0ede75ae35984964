import { useSyncExternalStore } from 'react';

const listeners = new Set<() => void>();
let token = '';

// A sign-in link carries its token in the fragment, which no server sees. It is taken out of the address at
// once, so that it stays in neither the history nor a screenshot.
function take() {
  const found = /^#token=(.+)$/.exec(location.hash)?.[1];
  if (location.pathname !== '/sign-in' || found === undefined) return;
  token = found;
  history.replaceState(history.state, '', location.pathname + location.search);
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Starts to look for a token in the address; before anything is rendered. */
export function watchFragment(): void {
  take();
  addEventListener('hashchange', take);
}

/** What came with the address as `tokenIn` reads it, or an empty text. */
export function useFragmentToken(): string {
  return useSyncExternalStore(subscribe, () => token);
}

/** Forgets the token, once it has been exchanged for a session. */
export function forgetToken(): void {
  token = '';
}
