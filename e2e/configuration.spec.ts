import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { longestWaitMs } from '../src/testing/longest-wait';
import { expect, test } from './testing/fixtures';

const main = join(process.cwd(), 'dist/server/main.js');

test('an open page says that the configuration file has an error since it was read anew', async ({
  page,
  server,
}) => {
  const file = join(dirname(server.file), 'console.yaml');
  const hangUp = async (text: string) => {
    writeFileSync(file, text);
    process.kill(server.pid ?? 0, 'SIGHUP');
  };
  await page.goto(server.origin);
  await expect(page.getByRole('banner').getByText('Updating')).toBeVisible();
  const notice = page.getByText('The configuration file has an error.');
  await hangUp('rules: [{ environments: [production], reason: requird }]');
  await expect(notice).toBeVisible();
  await expect(
    page.getByText('console.yaml, line 1, column 47: rules.0.reason must be required or left out.'),
  ).toBeVisible();
  await hangUp('rules: [{ environments: [production], reason: required }]');
  await expect(page.getByText('The configuration file is in force.')).toBeVisible();
  await expect(notice).toBeHidden();

  expect(await server.log()).toContain(
    '"event":"configuration_read","result":"refused","problem":"console.yaml, line 1',
  );
  const metrics = await (await fetch(`${server.origin}/metrics`)).text();
  expect(metrics).toMatch(/^fuse_console_configuration_reads_total\{result="refused"\} 1$/m);
  expect(metrics).toMatch(/^fuse_console_configuration_reads_total\{result="taken_over"\} 1$/m);
  expect(await (await fetch(`${server.origin}/console.schema.json`)).json()).toEqual(
    JSON.parse(readFileSync('docs/console.schema.json', 'utf8')),
  );
});

test.describe('without a console', () => {
  let folder = '';
  test.beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'console-file-'));
  });
  test.afterEach(() => rmSync(folder, { recursive: true }));

  const run = (...command: string[]) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [main, ...command], {
      cwd: folder,
      env: { PATH: process.env['PATH'], PORT: '0' },
      encoding: 'utf8',
      timeout: longestWaitMs,
    });
    return { status, stdout, stderr };
  };

  test('a bad file stops the start and the check with the same line, and a good one is said to be good', () => {
    const path = join(folder, 'console.yaml');
    expect(run('check')).toMatchObject({ status: 0, stdout: 'There is no configuration file.\n' });
    writeFileSync(path, 'signIn:\n  link: false\n');
    const line =
      'console.yaml, line 2, column 3: signIn.link is not a key that stands here: docs/configuration.md lists them.\n';
    expect(run()).toEqual({ status: 1, stdout: '', stderr: line });
    expect(run('check')).toEqual({ status: 1, stdout: '', stderr: line });
    // The secret is in .env, as it is at a start.
    writeFileSync(path, 'groups: { "a": { may: [save], tags: ["${TEAM}"] } }\n');
    expect(run('check').stderr).toContain('takes TEAM from the environment, where it is not set');
    writeFileSync(join(folder, '.env'), 'TEAM=night\n');
    expect(run('check')).toEqual({ status: 0, stdout: 'console.yaml is good.\n', stderr: '' });
    // A date is its beginning, and ends nobody who has signed in since.
    writeFileSync(path, 'revokeSessionsBefore: 2026-01-02\n');
    expect(run('check').stdout).toBe(
      'console.yaml is good.\nSessions that began before 2026-01-02T00:00:00Z have ended where it is in force.\n',
    );
  });

  test('a key is printed once, with the entry that the file takes', () => {
    const { status, stdout } = run('key', 'nightly stop');
    expect(status).toBe(0);
    expect(stdout).toMatch(/^ {2}fcc_[\w-]{43}$/m);
    writeFileSync(join(folder, 'console.yaml'), stdout.slice(stdout.indexOf('keys:')));
    expect(run('check')).toMatchObject({ status: 0, stderr: '' });
    expect(run('key')).toMatchObject({ status: 1, stdout: '' });
  });
});
