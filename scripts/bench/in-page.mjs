// Functions that run inside the measured pages, the console's and the references'. Each is sent to the browser as text,
// so it may use nothing from outside itself.

/**
 * Notes when a table row that contains `wanted` is painted: two animation frames after it came into the document.
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
        // @ts-expect-error The benchmark adds this function.
        window.tellReady('');
      }),
    );
  });
  observer.observe(document, { childList: true, subtree: true, characterData: true });
  const marks = () => ({
    ready,
    firstPaint: performance.getEntriesByName('first-paint')[0]?.startTime,
    // Total Blocking Time: the part of each long task above 50 ms.
    blocking: longTasks
      .filter(({ startTime }) => startTime < ready)
      .reduce((sum, { duration }) => sum + duration - 50, 0),
  });
  Object.assign(window, { marks });
}

/**
 * Measures key presses in the search box: from the time stamp of the key event to the next paint, and to the paint that
 * shows the expected number of rows. Both ends are taken right after the frame with the paint was handed over.
 */
export function watchKeys() {
  /** @type {{ starts: string, found: boolean, paint: number, result: number, done: (times: object) => void } | undefined} */
  let current;
  let pressed = 0;
  /** @param {'paint' | 'result'} what */
  const afterPaint = (what) => {
    const measure = current;
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.addEventListener('message', () => {
        if (measure === undefined) return;
        measure[what] = performance.now() - pressed;
        if (measure.paint > 0 && measure.result > 0) measure.done(measure);
      });
      port1.start();
      port2.postMessage(null);
    });
  };
  const look = () => {
    if (current === undefined || current.found) return;
    const { starts } = current;
    const paragraphs = [...document.querySelectorAll('p')].map((element) => element.textContent);
    if (!paragraphs.some((text) => text.startsWith(starts))) return;
    current.found = true;
    afterPaint('result');
  };
  addEventListener('keydown', (event) => (pressed = event.timeStamp), { capture: true });
  addEventListener(
    'input',
    () => {
      if (current) afterPaint('paint');
      look();
    },
    { capture: true },
  );
  new MutationObserver(look).observe(document.body, { childList: true, subtree: true, characterData: true });
  /** @type {Promise<object>} */
  let result;
  Object.assign(window, {
    expectResult(/** @type {string} */ starts) {
      result = new Promise((done) => {
        current = { starts, found: false, paint: 0, result: 0, done: ({ ...times }) => done(times) };
      });
    },
    result: () => result,
  });
}

/**
 * Measures the time from a click on a button to the frame in which the row of a deployment shows the outcome.
 * @param {{ button: string, deploymentId: string, outcome: string }} options
 */
export function watchOutcome({ button, deploymentId, outcome }) {
  const outcomePainted = new Promise((resolve) => {
    let clicked = 0;
    addEventListener(
      'click',
      (event) => {
        const target = event.target instanceof Element ? event.target.closest('button') : null;
        if (target?.textContent === button && target.closest('[role=alertdialog]')) clicked = event.timeStamp;
      },
      { capture: true },
    );
    const observer = new MutationObserver(() => {
      const row = [...document.querySelectorAll('tbody tr')].find((candidate) =>
        candidate.textContent.includes(deploymentId),
      );
      if (clicked === 0 || !row?.textContent.includes(outcome)) return;
      observer.disconnect();
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel();
        port1.addEventListener('message', () => resolve(performance.now() - clicked));
        port1.start();
        port2.postMessage(null);
      });
    });
    observer.observe(document.body, { childList: true, subtree: true, characterData: true });
  });
  Object.assign(window, { outcomePainted });
}
