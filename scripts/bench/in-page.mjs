// What runs inside the measured pages, the same in the console's and in the references: each function is sent to
// the browser as text, so none of them may use anything from outside itself.

/**
 * Notes when a table row contains `wanted` and is painted: two animation frames after it came into the document.
 * @param {string} wanted
 */
export function markReady(wanted) {
  let ready = 0;
  /** @type {PerformanceEntry[]} */
  const longTasks = [];
  new PerformanceObserver((list) => longTasks.push(...list.getEntries())).observe({
    type: 'longtask',
    buffered: true,
  });
  const observer = new MutationObserver(() => {
    const bodies = [...document.querySelectorAll('tbody')];
    if (!bodies.some((body) => body.textContent.includes(wanted))) return;
    observer.disconnect();
    requestAnimationFrame(() =>
      requestAnimationFrame(() => {
        ready = performance.now();
        // @ts-expect-error The benchmark has put this there.
        window.tellReady('');
      }),
    );
  });
  observer.observe(document, { childList: true, subtree: true, characterData: true });
  const marks = () => ({
    ready,
    firstPaint: performance.getEntriesByName('first-paint')[0]?.startTime,
    // Total Blocking Time: of each long task what is above 50 ms.
    blocking: longTasks
      .filter(({ startTime }) => startTime < ready)
      .reduce((sum, { duration }) => sum + duration - 50, 0),
  });
  Object.assign(window, { marks });
}
