import { chromium } from '@playwright/test';
import { findBrowser, playwrightBrowser } from '../lib/browsers.mjs';
import { markReady } from './in-page.mjs';

/** Where one comes from: a page of no site, so that Chromium starts another process for the one that is measured. */
const elsewhere = 'data:text/html,<title>Elsewhere</title>';
/** A new window loads parts of its own, such as the list under the address, on the same processors. */
const windowSettlesMs = 1_000;

/** "Slow 4G" as DevTools and Lighthouse have it: 1.6 Mbit/s down, 750 kbit/s up, 150 ms round trip, adjusted. */
const slow4G = {
  offline: false,
  downloadThroughput: ((1.6 * 1000 * 1000) / 8) * 0.9,
  uploadThroughput: ((750 * 1000) / 8) * 0.9,
  latency: 150 * 3.75,
};

/** Chromium, or null where there is none. */
export async function openBrowser() {
  const executablePath = findBrowser('chromium') ?? (await playwrightBrowser('chromium'));
  return executablePath === null ? null : chromium.launch({ executablePath });
}

/**
 * @typedef {{ url: string, wanted: string, cookie?: string }} Target
 *   A page, ready when a table row contains `wanted` and has been painted.
 * @typedef {{ name: string, type: string }} Asked
 * @typedef {{
 *   firstPaint: number, ready: number, script: number, blocking: number, requests: Asked[]
 * }} Load Times in milliseconds from the start of the navigation.
 */

/**
 * Opens a page in a context of its own, that is with an empty cache, as one does from a bookmark.
 * @param {import('@playwright/test').Browser} browser
 * @param {Target} target
 * @param {{ cpu?: number, slow?: boolean }} [options]
 */
export async function openPage(browser, { url, wanted, cookie }, { cpu = 1, slow = false } = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  if (cookie) {
    const [name = '', value = ''] = cookie.split('=');
    await context.addCookies([{ name, value, url }]);
  }
  const page = await context.newPage();
  await page.goto(elsewhere);
  await page.waitForTimeout(windowSettlesMs);
  const cdp = await context.newCDPSession(page);
  await cdp.send('Performance.enable');
  await cdp.send('Network.enable');
  await cdp.send('Runtime.enable');
  await cdp.send('Runtime.addBinding', { name: 'tellReady' });
  await cdp.send('Emulation.setCPUThrottlingRate', { rate: cpu });
  if (slow) await cdp.send('Network.emulateNetworkConditions', slow4G);
  await page.addInitScript(markReady, wanted);

  /** @type {Asked[]} */
  const asked = [];
  cdp.on('Network.requestWillBeSent', ({ request, type = 'Other' }) => {
    // The tab's icon is the browser's own wish, in the references too.
    const ownWish = type === 'Other' && request.url.includes('/favicon.');
    if (!ownWish && !request.url.startsWith('data:')) asked.push({ name: request.url, type });
  });
  /** @type {Promise<{ requests: Asked[], script: number }>} */
  const ready = new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`${url} did not show “${wanted}”`)), 60_000);
    cdp.on('Runtime.bindingCalled', () => {
      clearTimeout(timer);
      const requests = [...asked];
      // Asked for at once: what the page does after it is ready is not part of the figure.
      void metric(cdp, 'ScriptDuration').then((seconds) => resolve({ requests, script: seconds * 1000 }));
    });
  });
  // It can fail while the page is still being asked for.
  ready.catch(() => {});
  await page.goto(url, { waitUntil: 'commit' });
  const { requests, script } = await ready;
  // Long tasks are told a moment after they end.
  await page.waitForTimeout(200);
  /** @type {{ firstPaint: number, ready: number, blocking: number }} */
  const marks = await page.evaluate('window.marks()');
  return { context, page, cdp, load: { ...marks, requests, script } };
}

/**
 * One load of a page, measured and closed.
 * @param {Parameters<typeof openPage>} args
 * @returns {Promise<Load>}
 */
export async function load(...args) {
  const { context, load: measured } = await openPage(...args);
  await context.close();
  return measured;
}

/**
 * @param {import('@playwright/test').CDPSession} cdp
 * @param {string} wanted
 */
async function metric(cdp, wanted) {
  const { metrics } = await cdp.send('Performance.getMetrics');
  return metrics.find(({ name }) => name === wanted)?.value ?? Number.NaN;
}

/**
 * The page's heap once all that it fetches in idle moments is there and the garbage is gone, in bytes.
 * @param {Awaited<ReturnType<typeof openPage>>} opened
 */
export async function heapOf({ page, cdp }) {
  await page.waitForTimeout(3_000);
  for (let turn = 0; turn < 3; turn += 1) await cdp.send('HeapProfiler.collectGarbage');
  return metric(cdp, 'JSHeapUsedSize');
}
