import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root, run } from './install.mjs';
import { seedJournal } from './seed-journal.mjs';
import { serve } from './serve.mjs';

const records = 1_000_000;
const rounds = 15;
const limitMs = 50;

/** @param {number[]} values */
const median = (values) => values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? 0;

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

/** The journal at a million records beside an empty one, in the same run. */
async function journal() {
  const folder = mkdtempSync(join(tmpdir(), 'console-bench-'));
  const file = join(folder, 'console.db');
  console.log(
    `\nThe journal at ${records.toLocaleString('en')} records (median of ${rounds}, limit ${limitMs} ms)`,
  );
  await seedJournal(file, records);
  const [large, small] = [await serve(file), await serve()];
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
    const noise = [
      await medianTime(small, '/api/cancellations'),
      await medianTime(small, '/api/cancellations'),
    ];
    console.log(
      `  noise: an empty journal's first page twice: ${noise.map((ms) => ms.toFixed(1)).join(' and ')} ms`,
    );
    let over = 0;
    for (const [name, query] of Object.entries(cases)) {
      const time = await medianTime(large, `/api/cancellations${query}`);
      if (time > limitMs) over += 1;
      const ratio = (time / (noise[0] ?? 1)).toFixed(1);
      console.log(
        `  ${time > limitMs ? 'OVER' : 'ok  '} ${name}: ${time.toFixed(1)} ms (${ratio} × the empty journal)`,
      );
    }
    if (over > 0) process.exitCode = 1;
  } finally {
    await large.stop();
    await small.stop();
    rmSync(folder, { recursive: true });
  }
}

if (!existsSync(join(root, 'dist/server/main.js'))) run('npm', ['run', 'build']);
await journal();
