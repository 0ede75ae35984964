/** The code of a part of the page did not arrive: told on the page, and tried again. */
export class CodeNotFetched extends Error {
  override name = 'CodeNotFetched';
}

/** Logs what an error boundary has caught, as React does by itself, but for code that did not arrive. */
export function logCaughtError(
  error: unknown,
  { componentStack }: { componentStack?: string | undefined },
): void {
  if (error instanceof CodeNotFetched) return;
  // eslint-disable-next-line no-console -- An error of the page itself: nothing else tells of it.
  console.error(error, componentStack ?? '');
}
