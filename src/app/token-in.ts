/** The token in what a person pastes: a whole sign-in link, its fragment, or the token itself. */
export function tokenIn(text: string): string {
  const encoded = text.trim().replace(/^(?:.*#)?token=/, '');
  try {
    return decodeURIComponent(encoded);
  } catch {
    return encoded;
  }
}
