import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomUUID } from 'node:crypto';
import { expect, it, onTestFinished } from 'vitest';
import {
  applicationList,
  batch,
  cancellation,
  cancellationPage,
  changePage,
  deploymentHistories,
  paths,
} from '../../contract';
import { openStoreOn } from '../store/open';
import { openSqlite } from '../store/sqlite/sqlite-store';
import { openConsole, tokens } from '../testing/test-app';

const headers = { authorization: `Bearer ${tokens.operator}` };
const input = { name: 'Payments', environment: 'staging' };
const target = { applicationId: '10', deploymentId: '1' };
const ids = new URLSearchParams(target);

/** Consoles of two accounts on one database. */
async function openAccounts() {
  const folder = await mkdtemp(join(tmpdir(), 'console-'));
  const backend = await openSqlite(`file:${join(folder, 'console.db')}`, () => new Date());
  onTestFinished(async () => {
    await backend.close();
    await rm(folder, { recursive: true });
  });
  const open = async (account: string) => {
    const store = await openStoreOn(backend, { realm: 'live', account, now: () => new Date() });
    const upstream = { kind: 'live', host: 'fuse.test', account } as const;
    const { ask, sent } = await openConsole({ live: true, overrides: { store, upstream } });
    const put = (path: string, body: unknown) => ask(path, { method: 'PUT', body, headers });
    const read = async (path: string): Promise<unknown> => (await ask(path, { headers })).json();
    await put(paths.application('10'), { name: `Of ${account}` });
    await put(paths.deployment('10', '1'), input);
    return { put, read, sent };
  };
  return { ann: await open('Ann@example.com'), bob: await open('bob@example.com') };
}

it('what one account does to a deployment neither shows on, nor holds up, what another has under its IDs', async () => {
  const { ann, bob } = await openAccounts();
  const cancel = () => paths.cancellation(randomUUID());
  const first = cancellation.parse(await (await ann.put(cancel(), target)).json());
  expect(first).toMatchObject({ outcome: 'accepted', account: 'ann@example.com' });
  expect((await ann.put(cancel(), target)).status).toBe(409);

  const list = applicationList.parse(await bob.read(paths.applications));
  expect(list.items[0]).toMatchObject({
    name: 'Of bob@example.com',
    deployments: [{ lastCancellation: null }],
  });
  const strips = deploymentHistories.parse(await bob.read(`${paths.deploymentHistories}?targets=10/1`));
  expect(strips.items).toEqual([{ ...target, cancellations: [] }]);
  const second = await bob.put(cancel(), target);
  expect(second.status).toBe(201);
  expect((await bob.put(cancel(), target)).status).toBe(409);
  const { id } = cancellation.parse(await second.json());
  expect(bob.sent).toHaveLength(1);

  const records = async (query: string) =>
    cancellationPage.parse(await bob.read(`${paths.cancellations}?${query}`)).items.map((one) => one.id);
  expect(await records(`${ids}`)).toEqual([id, first.id]);
  expect(await records(`${ids}&account=Bob@example.com`)).toEqual([id]);
  const changes = async (query: string) =>
    changePage.parse(await bob.read(`${paths.changes}?${query}`)).items.map(({ account }) => account);
  expect(await changes(`${ids}`)).toEqual(['bob@example.com', 'ann@example.com']);
  expect(await changes(`${ids}&account=bob@example.com`)).toEqual(['bob@example.com']);

  // A batch of one, in spite of its own account's record alone.
  const wanted = (despite: string) => ({ targets: [target], despite: [despite] });
  expect((await bob.put(paths.batch(randomUUID()), wanted(first.id))).status).toBe(409);
  const begun = await bob.put(paths.batch(randomUUID()), wanted(id));
  expect(begun.status).toBe(202);
  expect(batch.parse(await begun.json()).account).toBe('bob@example.com');
  await expect.poll(() => bob.sent.length).toBe(2);
  expect(ann.sent).toHaveLength(1);
});
