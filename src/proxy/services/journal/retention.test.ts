import { expect, it, onTestFinished, vi } from 'vitest';
import { noConsoleFile, type ConsoleFile } from '../../config/console-file';
import { intent, settlement } from '../../testing/store-contract/fixtures';
import { openConsole } from '../../testing/test-app';
import { startRetention } from './retention';

const now = () => new Date('2026-11-30T00:00:00.000Z');

async function consoleWithRecords(count: number) {
  const { store } = await openConsole();
  for (let at = 0; at < count; at += 1) {
    const { id } = intent({ deploymentId: String(at), requestedAt: '2026-01-01T00:00:00.000Z' });
    await store.claim(intent({ id, deploymentId: String(at), requestedAt: '2026-01-01T00:00:00.000Z' }));
    await store.settle(id, settlement());
  }
  const left = async () => (await store.listCancellations({}, { limit: 200 })).items.length;
  const start = (current: ConsoleFile) => {
    const retention = startRetention({
      store,
      consoleFile: { current: () => current },
      now,
      log: () => undefined,
      everyMs: 5,
    });
    onTestFinished(() => retention.stop());
  };
  return { store, left, start };
}

it('deletes nothing without the key', async () => {
  const { left, start } = await consoleWithRecords(1);
  start(noConsoleFile);
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(await left()).toBe(1);
});

it('deletes in small steps, each on record', async () => {
  const { store, left, start } = await consoleWithRecords(120);
  start({ ...noConsoleFile, retention: { records: 30 } });
  await vi.waitFor(async () => expect(await left()).toBe(0), 5_000);
  const { items } = await store.listChanges({ subject: 'console' }, { limit: 10 });
  expect(items.map(({ kind, detail }) => [kind, detail?.['records']])).toEqual([
    ['retention_applied', 20],
    ['retention_applied', 100],
  ]);
});
