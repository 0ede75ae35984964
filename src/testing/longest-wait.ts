/**
 * How long a test waits for something that must come, in milliseconds: the one limit of Testing Library, Vitest and
 * Playwright. It is far more than an idle machine needs, so that a busy one passes too; only a test that fails waits
 * that long.
 */
export const longestWaitMs = 30_000;
