import { spawnSync } from 'node:child_process';
import { longestWaitMs } from '../src/testing/longest-wait';
import { expect, test } from '@playwright/test';
import { canTrace } from '../scripts/bench/crash/fsync-order.mjs';

// The long version is `npm run bench:crash`: 300 kills.
test('killed at every step of a cancellation and restarted, the console loses and repeats nothing', () => {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['scripts/bench-crash.mjs', '15'], {
    encoding: 'utf8',
    timeout: 5 * longestWaitMs,
  });
  expect(stderr).toBe('');
  expect(stdout).toContain('every check passed');
  expect(stdout).toContain(
    canTrace() || process.env['CI']
      ? 'on disk, by strace: write → sync → connect → write → sync → answer'
      : 'strace is not here',
  );
  expect(status).toBe(0);
});
