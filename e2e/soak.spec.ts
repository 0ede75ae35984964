import { spawnSync } from 'node:child_process';
import { longestWaitMs } from '../src/testing/longest-wait';
import { expect, test } from '@playwright/test';

// The long version is `npm run bench:soak`: 10 minutes and 200 streams. Here only counts are checked, no times.
test('under load, no request fails and no stream misses an event', () => {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['scripts/bench-soak.mjs', '0.05', '20'], {
    encoding: 'utf8',
    timeout: 5 * longestWaitMs,
  });
  expect(stderr).toBe('');
  expect(stdout).toMatch(/events: [1-9]\d* sent to each of 20 streams; 0 streams missed or repeated one/);
  expect(stdout).toMatch(/failed requests: 0 *$/m);
  expect(stdout).toMatch(/cancel: .*\([1-9]\d* and [1-9]\d* answers\)/);
  expect(status).toBe(0);
});
