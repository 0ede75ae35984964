import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { findPostgres, startPostgres } from '../lib/postgres-server.mjs';
import { seedJournal, seedPostgres } from './seed-journal.mjs';
import { removeFolder, temporaryFolder } from './cleanup.mjs';
import { startConsole, startUpstream } from './consoles.mjs';
import { addLimit, median, quantile } from './figures.mjs';
import { savedList } from './saved-list.mjs';
import { deployments, worst } from './worst.mjs';

const records = 300_000;
const puts = 120;
/** Another person's PUT may take so much longer, at p99, than while nobody else does anything. */
const limitMs = 50;

/**
 * The times of one person's cancellations, and of requests that wait for nothing but the event loop, while another
 * person does the worst.
 * @param {Awaited<ReturnType<typeof startConsole>>} console_
 * @param {() => string} nextDeployment
 * @param {string | null} work of `worst`
 */
async function measure(console_, nextDeployment, work) {
  const over = new AbortController();
  // In a thread of its own: what the other person's page does itself is not to count.
  const workerData = { origin: console_.origin, work };
  const other = work === null ? null : new Worker(new URL('worst.mjs', import.meta.url), { workerData });
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
  await sleep(500);
  for (let count = 0; count < puts; count += 1) {
    const target = { applicationId: '20000', deploymentId: nextDeployment() };
    const path = `/api/cancellations/${randomUUID()}`;
    const answer = await console_.ask('PUT', path, target, console_.person);
    if (answer?.status !== 201) throw new Error(`PUT was answered with ${answer?.status}: ${answer?.body}`);
    times.push(answer.milliseconds);
    await sleep(20);
  }
  over.abort();
  await probing;
  await other?.terminate();
  // What it has begun is not the next one's.
  await sleep(1_000);
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
    for (const name of Object.keys(worst)) {
      const { p99, held } = await measure(console_, nextDeployment, name);
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
