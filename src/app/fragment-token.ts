import { sharedState } from '@/lib/shared-state';

/** The token that came with the address, or an empty text. */
export const [setToken, useFragmentToken] = sharedState('');

// A sign-in link carries its token in the fragment, which no server sees. It is taken out of the address at
// once, so that it stays in neither the history nor a screenshot.
function take() {
  const found = /^#token=(.+)$/.exec(location.hash)?.[1];
  if (location.pathname !== '/sign-in' || found === undefined) return;
  history.replaceState(history.state, '', location.pathname + location.search);
  setToken(tokenIn(found));
}

/** Starts to look for a token in the address; before anything is rendered. */
export function watchFragment(): void {
  take();
  addEventListener('hashchange', take);
}

/** The token in what a person pastes: a whole sign-in link, its fragment, or the token itself. */
export function tokenIn(text: string): string {
  const encoded = text.trim().replace(/^.*#?token=/, '');
  try {
    return decodeURIComponent(encoded);
  } catch {
    return encoded;
  }
}
