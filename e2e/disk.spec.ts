import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { longestWaitMs } from '../src/testing/longest-wait';
import { expect, test } from '@playwright/test';
import { canLimit, canRun, fillDisk, freeDisk } from './testing/full-disk';
import { accept, startLive, type LiveConsole } from './testing/live-console';

const canInject = canRun('strace', '-qq', '-e', 'trace=none', 'true');

/** Makes these system calls of the console fail with an error. Resolves to a function that ends it. */
async function injectError({ server }: LiveConsole, calls: string, error: string) {
  const inject = ['-e', `trace=${calls}`, '-e', `inject=${calls}:error=${error}`];
  const strace = spawn('strace', ['-o', '/dev/null', ...inject, '-p', String(server.pid)]);
  await once(strace.stderr, 'data');
  return async () => {
    strace.kill('SIGINT');
    await once(strace, 'exit');
  };
}

/** Expects that every change is refused with a reason and nothing is sent, while the journal cannot be written. */
async function expectChangesRefused(live: LiveConsole) {
  const sent = live.fuse.connections;
  const name = { method: 'PUT', body: { name: 'Other name' } };
  const refusals = [
    await live.cancel(),
    await live.ask('/api/applications/10', name),
    await live.ask('/healthz'),
  ];
  expect(refusals.map(({ status }) => status)).toEqual([503, 503, 503]);
  const problems = await Promise.all(refusals.map(async (answer) => JSON.parse(await answer.text())));
  expect(problems[0].detail).toContain('Nothing was sent to Fuse.');
  expect(JSON.stringify(problems)).not.toMatch(/SQLITE|sqlite|\.db|at .*:\d+/);
  const read = await live.ask('/api/cancellations');
  expect(read.status).toBe(200);
  expect(live.fuse.connections).toBe(sent);
  const lines = (await live.server.log()).trim().split('\n');
  const errors = lines.filter((line) => line.includes('"event":"error"')).map((line) => JSON.parse(line));
  const code = 'journal_unavailable';
  expect(problems).toMatchObject([{ code }, { code }, { code }]);
  expect(errors).toMatchObject(problems.map(({ requestId }) => ({ requestId, code })));
  expect(lines.filter((line) => /^\s+at /.test(line))).toEqual([]);
}

async function expectRecovered(live: LiveConsole) {
  expect((await live.ask('/healthz')).status).toBe(200);
  const sent = live.fuse.requests.length;
  const answer = await live.cancel();
  expect(await answer.json()).toMatchObject({ outcome: 'accepted', journaled: true });
  expect(live.fuse.requests.length).toBe(sent + 1);
  const open = await live.ask('/api/cancellations?outcome=open');
  expect(await open.json()).toMatchObject({ items: [] });
}

test('on a full disk a cancellation gets 503 and is not sent; with free space it works again', async () => {
  test.skip(!canLimit, 'needs prlimit');
  const live = await startLive();
  try {
    fillDisk(live);
    await expectChangesRefused(live);
    freeDisk(live);
    await expectRecovered(live);
    const list = await live.ask('/api/applications');
    expect(await list.json()).toMatchObject({ items: [{ name: 'Reminders' }] });
  } finally {
    await live.dispose();
  }
});

test('if the disk fills while Fuse answers, the response has Fuse’s answer and says that it is not on record', async () => {
  test.skip(!canLimit, 'needs prlimit');
  let whileAnswering = () => {};
  const live = await startLive({
    behave: (socket, request) => {
      whileAnswering();
      accept(socket, request);
    },
  });
  try {
    whileAnswering = () => fillDisk(live);
    const answer = await live.cancel();
    expect(answer.status).toBe(201);
    expect(await answer.json()).toMatchObject({ outcome: 'accepted', status: 202, journaled: false });
    whileAnswering = () => {};
    freeDisk(live);
    await expectRecovered(live);
    const journal = await live.ask('/api/cancellations');
    expect(await journal.json()).toMatchObject({
      items: [{ outcome: 'accepted' }, { outcome: 'accepted', status: 202, journaled: true }],
    });
    expect(live.fuse.requests).toHaveLength(2);
  } finally {
    await live.dispose();
  }
});

for (const [what, calls, error] of [
  ['that cannot write', 'pwrite64', 'EIO'],
  ['that cannot sync', 'fsync,fdatasync', 'EIO'],
  ['without space', 'pwrite64', 'ENOSPC'],
] as const) {
  test(`with a disk ${what} (${error}) a cancellation gets 503 and is not sent; afterwards it works again`, async () => {
    test.skip(!canInject, 'needs strace that may trace a process');
    const live = await startLive();
    try {
      const heal = await injectError(live, calls, error);
      await expectChangesRefused(live);
      await heal();
      await expectRecovered(live);
    } finally {
      await live.dispose();
    }
  });
}

test('a read-only folder stops the start with one line', () => {
  const folder = mkdtempSync(join(tmpdir(), 'console-read-only-'));
  chmodSync(folder, 0o555);
  const command = [process.execPath, 'dist/server/main.js'];
  // root may write anywhere by this capability. It stays root without it, because nobody else may be able to enter
  // the folder of the project.
  if (process.getuid?.() === 0)
    command.unshift('setpriv', '--bounding-set=-dac_override', '--inh-caps=-dac_override');
  try {
    const [program = '', ...args] = command;
    const { status, stderr } = spawnSync(program, args, {
      env: { PATH: process.env['PATH'], PORT: '0', DATABASE_URL: `file:${join(folder, 'console.db')}` },
      encoding: 'utf8',
      timeout: longestWaitMs,
    });
    expect(status).toBe(1);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(stderr).toContain(`${join(folder, 'console.db')} cannot be used`);
    expect(readdirSync(folder)).toEqual([]);
  } finally {
    chmodSync(folder, 0o755);
    rmSync(folder, { recursive: true });
  }
});

test('a second console on the same file is refused, and the first goes on undisturbed', async () => {
  const live = await startLive();
  try {
    const { status, stderr } = spawnSync(process.execPath, ['dist/server/main.js'], {
      env: { PATH: process.env['PATH'], PORT: '0', DATABASE_URL: `file:${live.server.file}` },
      encoding: 'utf8',
      timeout: longestWaitMs,
    });
    expect(status).toBe(1);
    expect(stderr).toMatch(/^The database .* cannot be used: another console already uses it\.\n$/);
    expect(existsSync(live.server.file)).toBe(true);
    await expectRecovered(live);
  } finally {
    await live.dispose();
  }
});
