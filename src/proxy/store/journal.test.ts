import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, it, onTestFinished, vi } from 'vitest';
import { intent } from './battery';
import { storeOn } from './open';
import { openSqlite } from './sqlite';

it('leaves to whoever claims it what is to be settled after a failed claim', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'console-journal-'));
  const now = () => new Date();
  const backend = await openSqlite(`file:${join(folder, 'console.db')}`, now);
  const { instance } = backend;
  const store = storeOn(backend, 'live', now);
  onTestFinished(async () => {
    await store.close();
    await rm(folder, { recursive: true });
  });
  const wanted = intent();

  backend.instance = () => Promise.reject(new Error('connection lost'));
  await expect(store.claim(wanted)).rejects.toThrow('connection lost');

  // What looks after the failed claim is held up in the middle; meanwhile the same ID is claimed again.
  let goOn = () => {};
  const held = new Promise<void>((resolve) => (goOn = resolve));
  backend.instance = async () => {
    backend.instance = instance;
    await held;
    return instance();
  };
  await vi.waitFor(() => expect(backend.instance).toBe(instance), 5_000);
  const claim = store.claim(wanted);
  await Promise.race([claim, wait(100)]);
  goOn();
  expect((await claim).kind).toBe('claimed');

  // Longer than until the next look.
  await wait(1_300);
  expect(await store.findCancellation(wanted.id)).toMatchObject({ outcome: null });
});
