/**
 * The timeout of Testing Library, Vitest and Playwright for an expected event, in milliseconds. It is far longer than an
 * idle machine needs, so that tests pass on a busy one too; only a failing test waits that long.
 */
export const longestWaitMs = 30_000;
