import { join } from 'node:path';
import { findPostgres, startPostgres } from '../lib/postgres-server.mjs';
import { seedJournal, seedPostgres } from './seed-journal.mjs';
import { serve } from './serve.mjs';
import { removeFolder, temporaryFolder } from './cleanup.mjs';
import { addLimit, addRatio, median } from './figures.mjs';
import { measureHistories } from './histories.mjs';

const records = 1_000_000;
const rounds = 15;
const limitMs = 50;

/**
 * @param {Awaited<ReturnType<typeof serve>>} server
 * @param {string} path
 */
async function medianTime(server, path) {
  const times = [];
  for (let round = 0; round < rounds; round += 1) {
    const { status, milliseconds } = await server.ask(path);
    if (status !== 200) throw new Error(`${path} was answered with ${status}`);
    times.push(milliseconds);
  }
  return median(times);
}

/** Measures the journal at a million records beside an empty journal, in the same run. */
export async function journal() {
  const folder = temporaryFolder();
  const file = join(folder, 'console.db');
  await seedJournal(file, records);
  const [large, small] = [await serve(`file:${file}`), await serve()];
  try {
    const { items } = JSON.parse((await large.ask('/api/cancellations?limit=200')).body);
    const cases = {
      'first page': '',
      'page of an outcome': '?outcome=refused',
      'page of a rare outcome': '?outcome=not_sent',
      'page of a deployment': '?applicationId=1020&deploymentId=50919',
      'page of a person': '?person=Person%207',
      'page to confirm': '?confirmed=no',
      'page of a day': '?from=2024-06-01T00:00:00.000Z&to=2024-06-02T00:00:00.000Z',
      'text, frequent': '?q=recording',
      'text, rare': '?q=zyzzyva',
      'text, absent': '?q=quixotic',
      permalink: `/${items[100].id}`,
    };
    const empty = await medianTime(small, '/api/cancellations');
    addRatio('noise: an empty journal’s first page', empty, await medianTime(small, '/api/cancellations'), {
      unit: 'ms',
      what: 'the same page',
    });
    for (const [name, query] of Object.entries(cases))
      addLimit(
        `journal of ${records.toLocaleString('en')}: ${name}`,
        await medianTime(large, `/api/cancellations${query}`),
        { unit: 'ms', limit: limitMs, reference: empty, what: 'an empty journal' },
      );
    await measureHistories('SQLite', large, small);
  } finally {
    await large.stop();
    await small.stop();
    removeFolder(folder);
  }
}

/** The last ten outcomes once more, on PostgreSQL. */
export async function histories() {
  const programs = findPostgres();
  if (programs === undefined) {
    console.log('histories: PostgreSQL is not installed and left out');
    return;
  }
  const database = await startPostgres(programs);
  try {
    await seedPostgres(database.url, records);
    const [large, empty] = [await serve(database.url), await serve()];
    await measureHistories('PostgreSQL', large, empty);
    await large.stop();
    await empty.stop();
  } finally {
    database.remove();
  }
}
