import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { longestWaitMs } from '../src/testing/longest-wait';
import { expect, test } from './test';

function serve(variables: Record<string, string>) {
  return spawnSync(process.execPath, ['dist/server/main.js'], {
    env: { PATH: process.env['PATH'], FUSE_EMAIL: '', FUSE_DEVELOPER_KEY: '', PORT: '0', ...variables },
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

  test('a port in use', ({ server }) => {
    const { status, stderr } = serve({
      PORT: new URL(server.origin).port,
      DATABASE_URL: `file:${join(folder, 'a.db')}`,
    });
    expect(status).toBe(1);
    expect(stderr).toMatch(/^PORT \d+ .*in use.*\n$/);
  });

  test('a corrupt database file, which stays as it was', () => {
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
