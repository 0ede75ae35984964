import { spawnSync } from 'node:child_process';
import { expect, test } from '@playwright/test';
import { findPostgres } from '../scripts/lib/postgres-server.mjs';

// The long version is `npm run bench:database`: more faults, each for longer, with two and three consoles.
test('while the database fails, several consoles lose no record, send no DELETE twice and keep running', () => {
  test.skip(findPostgres() === undefined, 'PostgreSQL is not installed here.');
  test.setTimeout(240_000);
  const { status, stdout, stderr } = spawnSync(process.execPath, ['scripts/bench-database.mjs', '1.5'], {
    encoding: 'utf8',
    timeout: 230_000,
  });
  expect(stderr).toBe('');
  expect(stdout).toContain('every check passed');
  expect(stdout.match(/ 0 lost, 0 doubled$/gm)).toHaveLength(2);
  expect(status).toBe(0);
});
