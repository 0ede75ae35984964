import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { longestWaitMs } from '../src/testing/longest-wait';
import { expect, test } from './testing/fixtures';

const main = join(process.cwd(), 'dist/server/main.js');

function serve(variables: Record<string, string>, cwd = tmpdir()) {
  return spawnSync(process.execPath, [main], {
    cwd,
    env: { PATH: process.env['PATH'], PORT: '0', ...variables },
    encoding: 'utf8',
    timeout: longestWaitMs,
  });
}

test.describe('a start that cannot work says why in one line', () => {
  let folder = '';
  test.beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'console-start-'));
  });
  test.afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  const cases = [
    ['a bad variable', { PORT: 'eighty' }, 'PORT'],
    ['only one credential', { FUSE_EMAIL: 'a@b.example' }, 'FUSE_DEVELOPER_KEY'],
    ['an open address', { HOST: '0.0.0.0' }, 'HOST'],
    ['a bad database address', { DATABASE_URL: 'postgres://u:p%zz@127.0.0.1:1/db' }, 'database'],
  ] as const;
  for (const [what, variables, name] of cases) {
    test(what, () => {
      const { status, stderr } = serve({ DATABASE_URL: `file:${join(folder, 'a.db')}`, ...variables });
      expect(status).toBe(1);
      expect(stderr.trim().split('\n')).toHaveLength(1);
      expect(stderr).toContain(name);
    });
  }

  test('an invalid .env, without printing its value', () => {
    writeFileSync(join(folder, '.env'), 'FUSE_EMAIL=ops@example.com\r\nFUSE_DEVELOPER_KEY=“hunter2”\r\n');
    const { status, stdout, stderr } = serve({}, folder);
    expect([status, stdout]).toEqual([1, '']);
    expect(stderr).toBe('.env, line 2: FUSE_DEVELOPER_KEY is in typographic quotes: use " or none.\n');
  });

  test('a port in use', ({ server }) => {
    const { status, stderr } = serve({
      PORT: new URL(server.origin).port,
      DATABASE_URL: `file:${join(folder, 'a.db')}`,
    });
    expect(status).toBe(1);
    expect(stderr).toMatch(/^PORT \d+ .*in use.*\n$/);
  });

  test('a corrupt database file, which is left unchanged', () => {
    const file = join(folder, 'a.db');
    writeFileSync(file, 'this is no database\n'.repeat(400));
    const hash = () => createHash('sha256').update(readFileSync(file)).digest('hex');
    const before = hash();
    const { status, stderr } = serve({ DATABASE_URL: `file:${file}` });
    expect(status).toBe(1);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(stderr).toContain(file);
    expect(hash()).toBe(before);
  });
});

test('a .env in UTF-16, with a line of spaces and # in the key, starts a live console that says so', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'console-start-'));
  const text = '\uFEFF# account\r\n   \r\nFUSE_EMAIL: ops@example.com\r\nFUSE_DEVELOPER_KEY=hun#ter2\r\n';
  writeFileSync(join(folder, '.env'), Buffer.from(text, 'utf16le'));
  const console_ = spawn(process.execPath, [main], {
    cwd: folder,
    env: { PATH: process.env['PATH'], PORT: '0', FUSE_EMAIL: '', FUSE_DEVELOPER_KEY: '' },
  });
  let output = '';
  for (const stream of [console_.stdout, console_.stderr])
    stream.on('data', (data: Buffer) => (output += data.toString()));
  try {
    await expect.poll(() => output).toContain('Set by the environment: PORT');
    expect(output).toContain('Fuse Cancel Console for ops@example.com at fuse.plumvoice.com');
    expect(output).toContain('Set by .env: FUSE_EMAIL, FUSE_DEVELOPER_KEY');
    expect(output).not.toContain('hun');
  } finally {
    console_.kill('SIGKILL');
    rmSync(folder, { recursive: true });
  }
});

test.describe('sign-in links', () => {
  const account = { FUSE_EMAIL: 'ops@example.com', FUSE_DEVELOPER_KEY: 'key' };

  /** The output of a live console at its start on a terminal, which `script` (util-linux) provides. */
  function startOnTerminal(variables: Record<string, string>) {
    const folder = mkdtempSync(join(tmpdir(), 'console-start-'));
    try {
      const { stdout } = spawnSync(
        'script',
        ['-qec', `timeout 4 ${process.execPath} dist/server/main.js`, '/dev/null'],
        {
          env: {
            PATH: process.env['PATH'],
            PORT: '0',
            DATABASE_URL: `file:${join(folder, 'a.db')}`,
            ...account,
            ...variables,
          },
          encoding: 'utf8',
          timeout: 15_000,
        },
      );
      return stdout;
    } finally {
      rmSync(folder, { recursive: true });
    }
  }

  test('are printed on a terminal, and never with a token from the environment', () => {
    const made = startOnTerminal({});
    expect(made).toMatch(/operator: http:\/\/127\.0\.0\.1:\d+\/sign-in#token=[\w-]{43}\r?\n/);
    const given = startOnTerminal({ OPERATOR_TOKEN: 'given-operator', SUPPORT_TOKEN: 'given-support' });
    expect(given).toContain('with the token in OPERATOR_TOKEN');
    expect(given).not.toMatch(/given-|#token/);
  });
});
