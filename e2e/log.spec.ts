import { openSync } from 'node:fs';
import type { Socket } from 'node:net';
import { expect, test } from '@playwright/test';
import { accept, startLive, type LiveConsole } from './testing/live-console';

/** Cancels while the log breaks, and again afterwards; expects one DELETE and one kept outcome for each. */
async function expectLogFailureHarmless(live: LiveConsole, waiting: Socket[], breakLog: () => void) {
  const pid = live.server.pid;
  const cancelling = live.cancel();
  await expect.poll(() => waiting.length).toBe(1);
  breakLog();
  // Lines that cannot be written any more.
  for (let count = 0; count < 20; count += 1) await live.ask('/api/session');
  accept(waiting[0]!, '');
  expect(await (await cancelling).json()).toMatchObject({ outcome: 'accepted', journaled: true });

  const next = live.cancel();
  await expect.poll(() => waiting.length).toBe(2);
  accept(waiting[1]!, '');
  expect(await (await next).json()).toMatchObject({ outcome: 'accepted', journaled: true });
  expect(live.fuse.requests).toHaveLength(2);

  const health = await (await live.ask('/healthz')).text();
  expect(Number(/"lostLogLines":(\d+)/.exec(health)?.[1])).toBeGreaterThanOrEqual(20);
  const metrics = await (await live.ask('/metrics')).text();
  expect(Number(/^fuse_console_log_lines_lost_total (\d+)$/m.exec(metrics)?.[1])).toBeGreaterThanOrEqual(20);
  expect(live.server.pid).toBe(pid);
  expect(await live.server.stop()).toBe(0);
}

test('the console goes on when the reader of its log closes it during a DELETE', async () => {
  const waiting: Socket[] = [];
  const live = await startLive({ behave: (socket) => void waiting.push(socket) });
  try {
    await expectLogFailureHarmless(live, waiting, () => live.server.closeOutput());
  } finally {
    await live.dispose();
  }
});

test('the console goes on when its log is on a full disk', async () => {
  const waiting: Socket[] = [];
  const full = openSync('/dev/full', 'w');
  const live = await startLive({ behave: (socket) => void waiting.push(socket), stderr: full });
  try {
    await expectLogFailureHarmless(live, waiting, () => {});
  } finally {
    await live.dispose();
  }
});
