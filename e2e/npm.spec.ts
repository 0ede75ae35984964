import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { startRawUpstream, type RawUpstream } from '../src/testing/raw-upstream';
import { accept, account, tokens } from './testing/live-console';
import { freePort } from './testing/console-server';

// A shell that stays between npm and the server, as where `exec` is missing.
const shell = ['sh', ['-c', 'node dist/server/main.js; true']] as const;
const npm = ['npm', ['run', 'serve']] as const;
const npmStart = ['npm', ['start']] as const;
/** Processes start and end at their own time. */
const often = { intervals: [50] };
type Command = typeof shell | typeof npm | typeof npmStart;
const cases = [
  ['npm run serve', npm, ['SIGTERM', 'SIGINT', 'SIGKILL']],
  ['npm start', npmStart, ['SIGTERM', 'SIGINT', 'SIGKILL']],
  ['npm’s shell', shell, ['SIGTERM', 'SIGKILL']],
] as const;

test.describe('the console ends with the npm that started it, and the next console can start', () => {
  test.skip(process.platform !== 'linux', 'reads /proc');

  let folder = '';
  let fuse: RawUpstream;
  let port = 0;
  const held: Socket[] = [];
  const started: ChildProcess[] = [];

  test.beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'console-npm-'));
    // `npm start` as it goes on once it has built.
    const { scripts } = JSON.parse(readFileSync('package.json', 'utf8'));
    const main = join(process.cwd(), 'dist/server/main.js');
    const started = scripts.start.replaceAll('scripts/start.mjs', main);
    expect(started).toContain(main);
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ scripts: { start: started } }));
    fuse = await startRawUpstream((socket) => void held.push(socket));
    port = await freePort();
  });
  test.afterEach(async () => {
    for (const child of started.splice(0)) child.kill('SIGKILL');
    await fuse.close();
    rmSync(folder, { recursive: true });
  });

  const headers = { authorization: `Bearer ${tokens.operator}`, 'content-type': 'application/json' };
  const put = (path: string, body: object) =>
    fetch(`http://127.0.0.1:${port}${path}`, { method: 'PUT', headers, body: JSON.stringify(body) });
  const isAnswering = () =>
    fetch(`http://127.0.0.1:${port}/healthz`).then(
      ({ ok }) => ok,
      () => false,
    );

  function start([command, args]: Command) {
    const child = spawn(command, [...args], {
      cwd: args[0] === 'start' ? folder : process.cwd(),
      detached: true,
      stdio: 'ignore',
      env: {
        PATH: process.env['PATH'],
        HOME: process.env['HOME'],
        PORT: String(port),
        DATABASE_URL: `file:${join(folder, 'console.db')}`,
        FUSE_EMAIL: account.email,
        FUSE_DEVELOPER_KEY: account.developerKey,
        FUSE_BASE_URL: fuse.url,
        OPERATOR_TOKEN: tokens.operator,
        SUPPORT_TOKEN: tokens.support,
        npm_lifecycle_event: 'serve',
      },
    });
    started.push(child);
    return child;
  }

  /** The running descendants of a process. */
  function descendantsOf(pid: number): number[] {
    try {
      const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim();
      return children === ''
        ? []
        : children.split(' ').flatMap((id) => [Number(id), ...descendantsOf(Number(id))]);
    } catch {
      return [];
    }
  }
  const isRunning = (pid: number) => {
    try {
      // A zombie has ended and waits only for its parent.
      return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
    } catch {
      return false;
    }
  };

  const expectAccepted = async (id: string) => {
    const record = await fetch(`http://127.0.0.1:${port}/api/cancellations/${id}`, { headers });
    expect(await record.json()).toMatchObject({ outcome: 'accepted' });
  };

  for (const [what, command, signals] of cases)
    test(`${what}, by each signal, with a DELETE on its way`, async () => {
      let console = start(command);
      await expect.poll(isAnswering, often).toBe(true);
      await put('/api/applications/10', { name: 'Reminders' });
      for (const deploymentId of signals.keys())
        await put(`/api/applications/10/deployments/${deploymentId}`, {
          name: 'Wave',
          environment: 'staging',
        });
      for (const [index, signal] of signals.entries())
        await test.step(signal, async () => {
          const id = crypto.randomUUID();
          const sent = held.length;
          const cancelling = put(`/api/cancellations/${id}`, {
            applicationId: '10',
            deploymentId: String(index),
          });
          await expect.poll(() => held.length, often).toBe(sent + 1);
          const processes = [console.pid!, ...descendantsOf(console.pid!)];
          expect(processes.length).toBeGreaterThan(1);

          console.kill(signal);
          // The console no longer listens, but still waits for Fuse.
          await expect.poll(isAnswering, often).toBe(false);
          accept(held.at(-1)!, '');
          expect(await (await cancelling).json()).toMatchObject({ outcome: 'accepted', journaled: true });
          await expect.poll(() => processes.filter(isRunning), often).toEqual([]);

          console = start(index < signals.length - 1 ? command : npm);
          await expect.poll(isAnswering, often).toBe(true);
          await expectAccepted(id);
        });
      console.kill('SIGTERM');
      await once(console, 'exit');
      expect(await isAnswering()).toBe(false);
    });
});
