import { randomUUID } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { heapOf, load, openPage } from './browser.mjs';
import { startConsole, startUpstream } from './consoles.mjs';
import { add, addLimit, addRatio, median } from './figures.mjs';
import { recordList, serveReferences } from './references.mjs';
import { savedList } from './saved-list.mjs';

const rounds = 7;

/** @typedef {import('./browser.mjs').Load} Load */

/**
 * @param {Load[]} loads
 * @param {'ready' | 'firstPaint' | 'script' | 'blocking'} what
 */
const of = (loads, what) => median(loads.map((load) => load[what]));

/**
 * The size of the scripts that were requested until the page was ready, in bytes after gzip.
 * @param {Load | undefined} loaded
 */
async function scriptBytes(loaded) {
  let bytes = 0;
  for (const { name, type } of loaded?.requests ?? []) {
    if (type !== 'Script') continue;
    const response = await fetch(name);
    bytes += gzipSync(Buffer.from(await response.arrayBuffer()), { level: 9 }).length;
  }
  return bytes;
}

/**
 * Measures a list of 20 on a slow machine and a slow line.
 * @param {import('@playwright/test').Browser} browser
 */
export async function page(browser) {
  const list = savedList(20, 20);
  const upstream = await startUpstream();
  const console_ = await startConsole({ fuseUrl: upstream.origin, list });
  const references = await (async () => {
    // A few were cancelled before, as in a list in use.
    for (const { deploymentId } of list.applications[0]?.deployments.slice(0, 5) ?? []) {
      const target = { applicationId: list.applications[0]?.applicationId, deploymentId };
      await console_.ask('PUT', `/api/cancellations/${randomUUID()}`, target);
    }
    return serveReferences(await recordList(console_.origin, { cookie: console_.cookie }), list);
  })();
  try {
    const wanted = list.applications.at(-1)?.deployments.at(-1)?.name ?? '';
    const at = (/** @type {string} */ path) => ({ url: `${references.origin}${path}`, wanted });
    const ours = { url: `${console_.origin}/`, wanted, cookie: console_.cookie };
    const targets = {
      again: at('/list.html'),
      bare: at('/list.html'),
      ours,
      page: at('/static.html'),
      plain: at('/plain.html'),
    };
    /** @type {Record<keyof typeof targets, Load[]>} */
    const loads = { again: [], bare: [], ours: [], page: [], plain: [] };
    for (let round = 0; round < rounds; round += 1)
      for (const name of /** @type {const} */ (['again', 'bare', 'ours', 'page', 'plain']))
        loads[name].push(await load(browser, targets[name], { cpu: 4, slow: true }));

    const bare = 'bare React page';
    addRatio('noise: list ready, slow', of(loads.again, 'ready'), of(loads.bare, 'ready'), {
      unit: 'ms',
      what: 'the same page',
    });
    addRatio('noise: script time, CPU ÷ 4', of(loads.again, 'script'), of(loads.bare, 'script'), {
      unit: 'ms',
      what: 'the same page',
    });
    addLimit('first view: JavaScript gzip', await scriptBytes(loads.ours[0]), {
      unit: 'kB',
      limit: 112_000,
      reference: await scriptBytes(loads.bare[0]),
      what: bare,
    });
    const requests = Math.max(...loads.ours.map((load) => load.requests.length));
    add({
      figure: 'first view: requests until ready',
      measured: String(requests),
      reference: `${loads.bare[0]?.requests.length} ${bare}`,
      goal: '≤ 8',
      ok: requests <= 8,
    });
    addRatio('first paint, slow', of(loads.ours, 'firstPaint'), of(loads.page, 'firstPaint'), {
      unit: 'ms',
      what: 'static page',
      times: 1.25,
    });
    addRatio('  the same', of(loads.ours, 'firstPaint'), of(loads.plain, 'firstPaint'), {
      unit: 'ms',
      what: 'static page, no style sheet',
    });
    addRatio('list of 20 ready, slow', of(loads.ours, 'ready'), of(loads.bare, 'ready'), {
      unit: 'ms',
      what: bare,
      times: 1.5,
    });
    addRatio('script time until ready, CPU ÷ 4', of(loads.ours, 'script'), of(loads.bare, 'script'), {
      unit: 'ms',
      what: bare,
      times: 2.5,
    });
    addLimit('blocking time until ready, CPU ÷ 4', of(loads.ours, 'blocking'), {
      unit: 'ms',
      limit: 100,
      reference: of(loads.bare, 'blocking'),
      what: bare,
    });

    /** @type {Record<'ours' | 'bare', number[]>} */
    const heaps = { ours: [], bare: [] };
    for (let round = 0; round < 5; round += 1)
      for (const name of /** @type {const} */ (['ours', 'bare'])) {
        const opened = await openPage(browser, targets[name]);
        heaps[name].push(await heapOf(opened));
        await opened.context.close();
      }
    addRatio('heap of the list of 20', median(heaps.ours), median(heaps.bare), {
      unit: 'MB',
      what: bare,
      times: 2.3,
    });
  } finally {
    references.close();
    await console_.dispose();
    upstream.stop();
  }
}
