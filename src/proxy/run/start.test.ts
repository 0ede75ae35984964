import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished, vi } from 'vitest';
import { liveAccess } from '../access/access';
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

it('says since when sessions have ended, and how many of those in use, where a file with that is taken over', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'console-start-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const path = join(folder, 'console.yaml');
  await writeFile(path, '{}\n');
  const now = () => new Date('2026-01-03T10:00:00.000Z');
  const databaseUrl = `file:${join(folder, 'console.db')}`;
  const config = readConfig(
    { DATABASE_URL: databaseUrl, CONFIG_FILE: path, FUSE_EMAIL: 'ops@example.com', FUSE_DEVELOPER_KEY: 'x' },
    undefined,
  );
  const before = await openStore({
    databaseUrl,
    realm: 'live',
    now: () => new Date('2026-01-02T23:00:00.000Z'),
  });
  const tokensOf = { operator: 'operator-token', support: 'support-token' };
  const consoleFile = await openConsoleFile(config.consoleFile, {});
  const open = async (store: typeof before, at: string, person: string) => {
    const access = liveAccess({ store, tokens: tokensOf, proxy: null, consoleFile, now: () => new Date(at) });
    await access.signIn(person, tokensOf.operator, undefined);
  };
  await open(before, '2026-01-02T23:00:00.000Z', 'Ann');
  await before.close();
  const lines: unknown[] = [];
  const runtime = await startRuntime(
    { ...config, tokens: tokensOf },
    consoleFile,
    now,
    (event, fields) => event === 'configuration_read' && lines.push(fields),
  );
  onTestFinished(() => runtime.close());
  await open(runtime.store, '2026-01-03T09:00:00.000Z', 'Ben');
  for (const [before_, said, ended] of [
    ['2026-01-03', '2026-01-03T00:00:00Z', 1],
    ['2026-01-03T10:00:01Z', '2026-01-03T10:00:01Z', 1],
  ] as const) {
    await writeFile(path, `revokeSessionsBefore: ${before_}\n`);
    runtime.readConfiguration();
    await vi.waitFor(() =>
      expect(lines.at(-1)).toMatchObject({
        result: 'taken_over',
        sessions: `Sessions that began before ${said} have ended`,
        endedSessions: ended,
      }),
    );
  }
});
