import { setTimeout as sleep } from 'node:timers/promises';
import { heapOf, load, openPage } from './browser.mjs';
import { startConsole, startUpstream } from './consoles.mjs';
import { addRatio, median, quantile } from './figures.mjs';
import { watchKeys } from './in-page.mjs';
import { recordList, serveReferences } from './references.mjs';
import { savedList } from './saved-list.mjs';

const count = 10_000;
const rounds = 7;
/** The number of texts that are typed letter by letter and deleted again. */
const textCount = 20;
/** The pause between a result and the next key, that of a fast typist. */
const pauseMs = 100;
/** The pause after a page came to the front, before the first key. */
const settleMs = 500;

/** @typedef {import('./saved-list.mjs').SavedList} SavedList */

/**
 * Counts the rows that each page must find for a text: the console searches all texts of a row, the bare page names.
 * @param {SavedList} list
 */
function expectedCounts(list) {
  const rows = list.applications.flatMap(({ applicationId, name: application, deployments }) =>
    deployments.map(({ name, deploymentId, environment, tags, note }) => ({
      name: name.toLowerCase(),
      own: [name, deploymentId, environment, ...tags, note ?? ''].join('\n').toLowerCase(),
      above: `${application}\n${applicationId}`.toLowerCase(),
    })),
  );
  return {
    /** @param {string} text */
    ours: (text) => {
      const words = text.split(/\s+/).filter(Boolean);
      return rows.filter(({ own, above }) =>
        words.every((word) => own.includes(word) || above.includes(word)),
      ).length;
    },
    /** @param {string} text */
    bare: (text) => rows.filter(({ name }) => name.includes(text)).length,
  };
}

/**
 * The content of the search box after each letter of a text.
 * @param {string} text
 */
const stepsOf = (text) => Array.from({ length: text.length }, (_, letter) => text.slice(0, letter + 1));

/**
 * The ends of some names, such as “on 00998”, for which both pages find rows at each letter: a page that finds nothing
 * has nothing to paint.
 * @param {SavedList} list
 */
function searchTexts(list) {
  const names = list.applications.flatMap((application) =>
    application.deployments.map(({ name }) => name.toLowerCase()),
  );
  return Array.from({ length: textCount }, (_, number) => {
    const name = names[((2 * number + 1) * 997) % names.length] ?? '';
    return name.slice(name.lastIndexOf(' ') - 2);
  });
}

/**
 * @template T
 * @param {Promise<T>} work
 * @param {string} what
 */
const inTime = (work, what) =>
  Promise.race([
    work,
    sleep(20_000, undefined, { ref: false }).then(() => Promise.reject(new Error(`no result for ${what}`))),
  ]);

/**
 * Types a text and deletes it again, key by key.
 * @param {import('@playwright/test').Page} page
 * @param {string} text
 * @param {(text: string) => number} find
 */
async function typeAndDelete(page, text, find) {
  const paints = [];
  const results = [];
  const steps = stepsOf(text);
  const back = steps.map((_, letter) => text.slice(0, text.length - letter - 1));
  let before = find('');
  for (const [at, step] of [...steps, ...back].entries()) {
    const expected = find(step);
    await page.evaluate(`expectResult(${JSON.stringify(`${expected.toLocaleString('en')} `)})`);
    await page.keyboard.press(at < text.length ? (text[at] ?? '') : 'Backspace');
    /** @type {{ paint: number, result: number }} */
    const { paint, result } = await inTime(page.evaluate('result()'), `“${step}” at ${page.url()}`);
    paints.push(paint);
    // If the number stays the same, the new result cannot be told from the old one.
    if (expected !== before) results.push(result);
    before = expected;
    await page.waitForTimeout(pauseMs);
  }
  return { paints, results };
}

/**
 * Measures a list of 10,000 deployments: the time until it is ready, keystrokes in the search box, and the heap.
 * @param {import('@playwright/test').Browser} browser
 */
export async function many(browser) {
  const list = savedList(count, 100);
  const upstream = await startUpstream();
  const console_ = await startConsole({ fuseUrl: upstream.origin, list });
  const recorded = await recordList(console_.origin, { cookie: console_.cookie });
  const references = await serveReferences(recorded, list);
  try {
    const answer = await console_.ask('GET', '/api/applications');
    /** @type {string} */
    const wanted = JSON.parse(answer?.body ?? '').items[0].deployments[0].name;
    const bare = { url: `${references.origin}/virtual.html`, wanted };
    const targets = {
      again: bare,
      bare,
      ours: { url: `${console_.origin}/`, wanted, cookie: console_.cookie },
    };
    const what = 'bare virtual page';
    for (const cpu of [1, 4]) {
      const speed = cpu === 1 ? 'CPU × 1' : 'CPU ÷ 4';
      /** @type {Record<keyof typeof targets, number[]>} */
      const ready = { again: [], bare: [], ours: [] };
      for (let round = 0; round < rounds; round += 1)
        for (const name of /** @type {const} */ (['again', 'bare', 'ours']))
          ready[name].push((await load(browser, targets[name], { cpu })).ready);
      addRatio(`noise: 10,000 rows ready, ${speed}`, median(ready.again), median(ready.bare), {
        unit: 'ms',
        what: 'the same page',
      });
      addRatio(`10,000 rows ready, ${speed}`, median(ready.ours), median(ready.bare), {
        unit: 'ms',
        what,
        times: 1.5,
      });
    }
    const find = expectedCounts(list);
    /** @type {Record<'ours' | 'bare', number[]>} */
    const heaps = { ours: [], bare: [] };
    for (const cpu of [1, 4]) {
      const speed = cpu === 1 ? 'CPU × 1' : 'CPU ÷ 4';
      const opened = {
        ours: await openPage(browser, targets.ours, { cpu: 1 }),
        bare: await openPage(browser, targets.bare, { cpu: 1 }),
      };
      /** @type {Record<'ours' | 'bare', { paints: number[], results: number[] }>} */
      const times = { ours: { paints: [], results: [] }, bare: { paints: [], results: [] } };
      const names = /** @type {const} */ (['bare', 'ours']);
      for (const name of names) {
        heaps[name].push(await heapOf(opened[name]));
        await opened[name].page.evaluate(watchKeys);
        await opened[name].cdp.send('Emulation.setCPUThrottlingRate', { rate: cpu });
      }
      for (const text of searchTexts(list))
        for (const name of names) {
          const { page } = opened[name];
          await page.bringToFront();
          await page.getByRole('searchbox').focus();
          // Painting that waited while the other page was in front must not count for a key.
          await page.waitForTimeout(settleMs);
          const { paints, results } = await typeAndDelete(page, text, find[name]);
          times[name].paints.push(...paints);
          times[name].results.push(...results);
        }
      for (const name of names) await opened[name].context.close();
      for (const [kind, key] of /** @type {const} */ ([
        ['paint', 'paints'],
        ['result', 'results'],
      ]))
        addRatio(
          `keystroke at 10,000 to ${kind}, p95, ${speed}`,
          quantile(times.ours[key], 0.95),
          quantile(times.bare[key], 0.95),
          { unit: 'ms', what, times: 1.25 },
        );
    }
    for (let round = 2; round < rounds; round += 1)
      for (const name of /** @type {const} */ (['bare', 'ours'])) {
        const opened = await openPage(browser, targets[name]);
        heaps[name].push(await heapOf(opened));
        await opened.context.close();
      }
    addRatio('heap of the list of 10,000', median(heaps.ours), median(heaps.bare), {
      unit: 'MB',
      what,
      times: 1.5,
    });
  } finally {
    references.close();
    await console_.dispose();
    upstream.stop();
  }
}
