import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished, vi } from 'vitest';
import { openConsoleFile } from '../config/console-file-holder';
import { readConfig } from '../config/env';
import { openStore } from '../store/open';
import { intent, settlement } from '../testing/store-contract/fixtures';
import { startRuntime } from './start';

it('lets go of what is older than the configuration file keeps', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'console-start-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const path = join(folder, 'console.yaml');
  await writeFile(path, 'retention: { records: 30 }\n');
  const databaseUrl = `file:${join(folder, 'console.db')}`;
  const now = () => new Date('2026-11-30T00:00:00.000Z');
  const before = await openStore({ databaseUrl, realm: 'sandbox', now });
  for (const [id, requestedAt] of [
    ['11111111-0000-4000-8000-000000000000', '2026-10-01T00:00:00.000Z'],
    ['22222222-0000-4000-8000-000000000000', '2026-11-29T00:00:00.000Z'],
  ] as const) {
    await before.claim(intent({ id, deploymentId: id.slice(0, 8), requestedAt }));
    await before.settle(id, settlement());
  }
  await before.close();

  const config = readConfig({ DATABASE_URL: databaseUrl, CONFIG_FILE: path }, undefined);
  const runtime = await startRuntime(
    config,
    await openConsoleFile(config.consoleFile, {}),
    now,
    () => undefined,
  );
  onTestFinished(() => runtime.close());
  const ids = async () =>
    (await runtime.store.listCancellations({}, { limit: 10 })).items.map(({ id }) => id);
  await vi.waitFor(async () => expect(await ids()).toEqual(['22222222-0000-4000-8000-000000000000']));
});

it('keeps the names of the keys in force, at a start and when the file is read anew', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'console-start-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const path = join(folder, 'console.yaml');
  const writeKey = (name: string, digit: string) =>
    writeFile(
      path,
      `keys: [{ name: ${name}, sha256: ${digit.repeat(64)}, expires: 2999-01-01, grants: operator }]\n`,
    );
  await writeKey('first', 'a');
  const config = readConfig(
    { DATABASE_URL: `file:${join(folder, 'console.db')}`, CONFIG_FILE: path },
    undefined,
  );
  const consoleFile = await openConsoleFile(config.consoleFile, {});
  const runtime = await startRuntime(
    config,
    consoleFile,
    () => new Date(),
    () => undefined,
  );
  onTestFinished(() => runtime.close());
  await writeKey('second', 'b');
  runtime.readConfiguration();
  await vi.waitFor(async () => expect(await runtime.store.findKeyName('b'.repeat(64))).toBe('second'));
  expect(await runtime.store.findKeyName('a'.repeat(64))).toBe('first');
});
