/** However busy the page is, what waits for an idle moment waits no longer. */
const longestWaitMs = 2000;

let firstData: Promise<unknown> = Promise.resolve();

/** Puts the first idle moment off until the data of the first view have arrived, or a wait for them has ended. */
export function delayFirstIdle(data: Promise<unknown>): void {
  firstData = data;
}

let idle: Promise<void> | undefined;

/** Resolves when the page has its first data and the browser has time to spare; for all callers in the same moment. */
export function firstIdle(): Promise<void> {
  idle ??= firstData.then(
    () =>
      new Promise((resolve) => {
        // Safari has no requestIdleCallback.
        if (typeof requestIdleCallback === 'undefined') setTimeout(resolve, 200);
        else requestIdleCallback(() => resolve(), { timeout: longestWaitMs });
      }),
  );
  return idle;
}
