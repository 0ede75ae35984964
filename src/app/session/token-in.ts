import { cleanTyped } from '@/contract/invisible';

/** The token in what a person pastes: a whole sign-in link, its fragment, or the token itself. */
export function tokenIn(text: string): string {
  const encoded = cleanTyped(text).replace(/^(?:.*#)?token=/, '');
  try {
    return decodeURIComponent(encoded);
  } catch {
    return encoded;
  }
}
