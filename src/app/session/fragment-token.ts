import { sharedState } from '@/lib/shared-state';

/** What came with the address as the sign-in page reads it, or an empty text. */
export const [setToken, useFragmentToken] = sharedState('');

// A sign-in link carries its token in the fragment, which no server sees. It is taken out of the address at
// once, so that it stays in neither the history nor a screenshot.
function take() {
  const found = /^#token=(.+)$/.exec(location.hash)?.[1];
  if (location.pathname !== '/sign-in' || found === undefined) return;
  history.replaceState(history.state, '', location.pathname + location.search);
  setToken(found);
}

/** Starts to look for a token in the address; before anything is rendered. */
export function watchFragment(): void {
  take();
  addEventListener('hashchange', take);
}
