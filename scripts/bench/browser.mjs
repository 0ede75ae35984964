import { chromium } from '@playwright/test';
import { findBrowser, playwrightBrowser } from '../lib/browsers.mjs';
import { markReady } from './in-page.mjs';

/** The page before the measured one: it belongs to no site, so that Chromium starts a new process for the measured page. */
const previousPage = 'data:text/html,<title>Elsewhere</title>';
/** A new window of Chromium works for a moment on its own parts, such as the address bar's list, on the same processors. */
const windowSettlesMs = 1_000;

/** "Slow 4G" as in DevTools and Lighthouse: 1.6 Mbit/s down, 750 kbit/s up, 150 ms round trip, adjusted. */
const slow4G = {
  offline: false,
  downloadThroughput: ((1.6 * 1000 * 1000) / 8) * 0.9,
  uploadThroughput: ((750 * 1000) / 8) * 0.9,
  latency: 150 * 3.75,
};

/** Launches Chromium; null if it is not installed. */
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
 * Opens a page in a context of its own, with an empty cache, as from a bookmark.
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
  await page.goto(previousPage);
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
    // The browser requests the tab's icon by itself, for the references too.
    const isIcon = type === 'Other' && request.url.includes('/favicon.');
    if (!isIcon && !request.url.startsWith('data:')) asked.push({ name: request.url, type });
  });
  /** @type {Promise<{ requests: Asked[], script: number }>} */
  const ready = new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`${url} did not show “${wanted}”`)), 60_000);
    cdp.on('Runtime.bindingCalled', () => {
      clearTimeout(timer);
      const requests = [...asked];
      // Read at once: scripts that run after the page is ready are not part of the figure.
      void metric(cdp, 'ScriptDuration').then((seconds) => resolve({ requests, script: seconds * 1000 }));
    });
  });
  // It can reject before anything awaits it.
  ready.catch(() => {});
  await page.goto(url, { waitUntil: 'commit' });
  const { requests, script } = await ready;
  // The browser reports long tasks a moment after they end.
  await page.waitForTimeout(200);
  /** @type {{ firstPaint: number, ready: number, blocking: number }} */
  const marks = await page.evaluate('window.marks()');
  return { context, page, cdp, load: { ...marks, requests, script } };
}

/**
 * Loads a page, measures it and closes it.
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
 * The page's heap in bytes, after its idle-time requests and a garbage collection.
 * @param {Awaited<ReturnType<typeof openPage>>} opened
 */
export async function heapOf({ page, cdp }) {
  await page.waitForTimeout(3_000);
  for (let turn = 0; turn < 3; turn += 1) await cdp.send('HeapProfiler.collectGarbage');
  return metric(cdp, 'JSHeapUsedSize');
}
