import { randomUUID } from 'node:crypto';
import { request } from 'node:http';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { token } from './live-console.mjs';
import { findPostgres, startPostgres } from '../lib/postgres-server.mjs';
import { seedJournal, seedPostgres } from './seed-journal.mjs';
import { removeFolder, temporaryFolder } from './cleanup.mjs';
import { startConsole, startUpstream } from './consoles.mjs';
import { addLimit, median, quantile } from './figures.mjs';
import { savedList } from './saved-list.mjs';

const records = 300_000;
const deployments = 10_000;
const puts = 120;
/** Another person's PUT may take so much longer, at p99, than while nobody else does anything. */
const limitMs = 50;

/** @typedef {Awaited<ReturnType<typeof startConsole>>} Console */

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
const worst = {
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

/**
 * The times of one person's cancellations, and of requests that wait for nothing but the event loop, while another
 * person does the worst.
 * @param {Console} console_
 * @param {() => string} nextDeployment
 * @param {((on: Console) => Promise<unknown>) | null} work
 */
async function measure(console_, nextDeployment, work) {
  const over = new AbortController();
  const doing = (async () => {
    if (work !== null) while (!over.signal.aborted) await work(console_);
  })();
  /** @type {number[]} */
  const times = [];
  let held = 0;
  const probing = (async () => {
    while (!over.signal.aborted) {
      const answer = await console_.ask('GET', '/api/session', undefined, console_.person);
      held = Math.max(held, answer?.milliseconds ?? Number.POSITIVE_INFINITY);
      await sleep(10);
    }
  })();
  await sleep(200);
  for (let count = 0; count < puts; count += 1) {
    const target = { applicationId: '20000', deploymentId: nextDeployment() };
    const path = `/api/cancellations/${randomUUID()}`;
    const answer = await console_.ask('PUT', path, target, console_.person);
    if (answer?.status !== 201) throw new Error(`PUT was answered with ${answer?.status}: ${answer?.body}`);
    times.push(answer.milliseconds);
    await sleep(20);
  }
  over.abort();
  await Promise.all([doing, probing]);
  return { median: median(times), p99: quantile(times, 0.99), held };
}

/** @param {string} store @param {string} databaseUrl @param {string} fuseUrl */
async function onStore(store, databaseUrl, fuseUrl) {
  const variables = { DATABASE_URL: databaseUrl };
  const console_ = await startConsole({ fuseUrl, list: savedList(deployments, deployments), variables });
  let at = 0;
  // Each once: a second cancellation within minutes would have to say that it knows of the first.
  const nextDeployment = () => String(400_000 + at++);
  try {
    const idle = await measure(console_, nextDeployment, null);
    addLimit(`${store}: PUT, nobody else`, idle.p99, { unit: 'ms', reference: idle.median, what: 'median' });
    for (const [name, work] of Object.entries(worst)) {
      const { p99, held } = await measure(console_, nextDeployment, work);
      addLimit(`${store}: PUT p99 beside ${name}`, p99, {
        unit: 'ms',
        limit: idle.p99 + limitMs,
        reference: held,
        what: 'longest wait for the event loop',
      });
    }
  } finally {
    await console_.dispose();
  }
}

/** What one person's worst does to another person's cancellation, on each database. */
export async function neighbours() {
  const upstream = await startUpstream();
  const folder = temporaryFolder();
  const file = join(folder, 'console.db');
  try {
    await seedJournal(file, records, 'live');
    await onStore('SQLite', `file:${file}`, upstream.origin);
    const programs = findPostgres();
    if (programs === undefined) {
      console.log('neighbours: PostgreSQL is not installed and left out');
      return;
    }
    const server = await startPostgres(programs);
    try {
      await seedPostgres(server.url, records, 'live');
      await onStore('PostgreSQL', server.url, upstream.origin);
    } finally {
      server.remove();
    }
  } finally {
    removeFolder(folder);
    upstream.stop();
  }
}
