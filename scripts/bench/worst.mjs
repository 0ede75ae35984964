import { randomUUID } from 'node:crypto';
import { request } from 'node:http';
import { isMainThread, workerData } from 'node:worker_threads';
import { createClient, token } from './live-console.mjs';
import { savedList } from './saved-list.mjs';

/** How many the saved list has. */
export const deployments = 10_000;

/** @typedef {{ origin: string, ask: ReturnType<typeof createClient>['ask'] }} Console */

/**
 * Reads an answer as fast as it comes, or leaves after so many milliseconds.
 * @param {Console} on
 * @param {string} path
 * @param {number} [leaveAfterMs]
 * @returns {Promise<void>}
 */
const read = (on, path, leaveAfterMs) =>
  new Promise((resolve) => {
    const headers = { authorization: `Bearer ${token}` };
    const asked = request(`${on.origin}${path}`, { headers, agent: false }, (answer) => {
      answer.resume().once('close', () => resolve());
    });
    asked.once('error', () => resolve());
    asked.end();
    if (leaveAfterMs !== undefined) setTimeout(() => asked.destroy(), leaveAfterMs);
  });

/** @param {number} count @param {() => Promise<unknown>} work */
const atOnce = (count, work) => Promise.all(Array.from({ length: count }, work));

/** What one person can do to the others; each is done again and again. */
export const worst = {
  'four exports of the journal': (/** @type {Console} */ on) =>
    atOnce(4, () => read(on, '/api/cancellations.csv', 3_000)),
  'forty searches for what is not there': (/** @type {Console} */ on) =>
    atOnce(40, () => read(on, '/api/cancellations?q=qx', 3_000)),
  'searches that are left at once': (/** @type {Console} */ on) =>
    atOnce(40, () => read(on, '/api/cancellations?q=quixotic%20numbers', 20)),
  'ten streams of everything since the beginning': (/** @type {Console} */ on) =>
    atOnce(10, () => read(on, '/api/events?lastEventId=0', 300)),
  'exports of the saved list': (/** @type {Console} */ on) =>
    Promise.all([read(on, '/api/applications.csv'), read(on, '/api/applications.json')]),
  'an import of 10,000': async (/** @type {Console} */ on) => {
    const list = savedList(deployments, deployments);
    const tags = [`import ${randomUUID().slice(0, 8)}`];
    for (const { deployments: all } of list.applications) for (const one of all) one.tags = tags;
    await on.ask('POST', '/api/applications/import', { content: JSON.stringify(list), mode: 'apply' });
  },
  'an edit of 10,000 and its undo': async (/** @type {Console} */ on) => {
    const targets = Array.from({ length: deployments }, (_, at) => ({
      applicationId: '20000',
      deploymentId: String(400_000 + at),
    }));
    const change = { addTags: [randomUUID().slice(0, 8)] };
    const edit = await on.ask('POST', '/api/applications/edit', { targets, change });
    if (edit?.status === 200) await on.ask('POST', '/api/applications/restore', JSON.parse(edit.body));
  },
  'a hundred requests for the list at once': (/** @type {Console} */ on) =>
    atOnce(100, () => read(on, '/api/applications')),
  'sign-ins without end': (/** @type {Console} */ on) =>
    atOnce(20, () => on.ask('POST', '/api/session', { name: randomUUID(), token }, { origin: on.origin })),
  'questions for calls': (/** @type {Console} */ on) =>
    atOnce(100, () => read(on, `/api/calls/${randomUUID()}`, 3_000)),
};

if (!isMainThread) {
  /** @type {{ origin: string, work: keyof typeof worst }} */
  const { origin, work } = workerData;
  const on = { origin, ask: createClient(origin).ask };
  for (;;) await worst[work](on);
}
