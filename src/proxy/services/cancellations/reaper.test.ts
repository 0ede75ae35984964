import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { asOperator, noRules, scriptedFuse } from '../../testing/test-app';
import { newId, settlement } from '../../testing/store-contract/fixtures';
import { storeOn } from '../../store/open';
import { openSqlite } from '../../store/sqlite/sqlite-store';
import { createCancellations } from './cancellations';
import { createReaper } from './reaper';

const now = () => new Date();
const log = () => undefined;
const target = { applicationId: '10', deploymentId: '20' };

/** Cancellations on a database that carries out a claim and then loses its answer, while `losing` is set. */
async function open(sweepMs: number) {
  const folder = await mkdtemp(join(tmpdir(), 'console-reaper-'));
  const backend = await openSqlite(`file:${join(folder, 'console.db')}`, now);
  const database = { losing: false };
  const db = backend.db.withPlugin({
    transformQuery: ({ node }) => node,
    async transformResult({ result }) {
      const isClaim = Object.keys(Object(result.rows[0])).includes('requestedAt');
      if (database.losing && isClaim) throw new Error('connection lost');
      return result;
    },
  });
  const store = storeOn({ ...backend, db }, 'live', now);
  const reaper = createReaper({ store, now, log, sweepMs });
  onTestFinished(async () => {
    reaper.stop();
    await store.close();
    await rm(folder, { recursive: true });
  });
  await store.saveApplication('10', { name: 'Reminders' }, { onlyNew: true });
  await store.saveDeployment('10', '20', { name: 'Payments', environment: 'x' }, { onlyNew: true });
  const { fuse, sent } = scriptedFuse();
  const metrics = { cancellation: () => undefined };
  const cancellations = createCancellations({ ...noRules, store, reaper, fuse, now, log, metrics });
  return { store, reaper, cancellations, database, sent };
}

const [lost, next, missing] = [newId(), newId(), newId()];

async function losingClaim(sweepMs = 1_000_000) {
  const console = await open(sweepMs);
  const { cancellations, database, store } = console;
  const find = store.findCancellation.bind(store);
  store.findCancellation = () => Promise.resolve(null);
  database.losing = true;
  await expect(cancellations.cancel(lost, target, asOperator('Ann'))).rejects.toThrow(
    'Nothing was sent to Fuse.',
  );
  database.losing = false;
  store.findCancellation = find;
  expect(await find(lost)).toMatchObject({ outcome: null });
  return console;
}

it('settles an orphan of a failed claim as not sent, without another request for it', async () => {
  const { store, sent } = await losingClaim(5);
  await expect.poll(async () => (await store.findCancellation(lost))?.outcome).toBe('not_sent');
  expect(sent).toEqual([]);
});

it('frees the deployment of an orphan for the next request', async () => {
  const { store, cancellations, sent } = await losingClaim();
  const { cancellation } = await cancellations.cancel(next, target, asOperator('Bo'));
  expect(cancellation).toMatchObject({ outcome: 'accepted', person: 'Bo' });
  expect(await store.findCancellation(lost)).toMatchObject({ outcome: 'not_sent', cause: null });
  expect(sent).toHaveLength(1);
});

it('answers a repeat of the failed request with the orphan’s outcome', async () => {
  const { cancellations, sent } = await losingClaim();
  const { created, cancellation } = await cancellations.cancel(lost, target, asOperator('Ann'));
  expect({ created, outcome: cancellation.outcome }).toEqual({ created: false, outcome: 'not_sent' });
  expect(sent).toEqual([]);
});

it('never settles a cancellation that is being sent', async () => {
  const { reaper, cancellations, sent } = await open(1);
  const sending = cancellations.cancel(lost, target, asOperator('Ann'));
  for (let look = 0; look < 20; look += 1) expect([...(await reaper.sweep())]).toEqual([]);
  expect((await sending).cancellation.outcome).toBe('accepted');
  expect(sent).toHaveLength(1);
});

it('settles with the outcome that it knows what the database has open again, as after a failover to a standby that was behind', async () => {
  const { store, reaper, cancellations } = await open(1_000_000);
  const { cancellation } = await cancellations.cancel(lost, target, asOperator('Ann'));
  const settled: unknown[] = [];
  store.listOrphans = () => Promise.resolve([{ ...cancellation, outcome: null, settledAt: null }]);
  store.settle = (id, { outcome, status }) => {
    settled.push([id, outcome, status]);
    return Promise.resolve(cancellation);
  };
  expect([...(await reaper.sweep())]).toEqual([lost]);
  expect(settled).toEqual([[lost, 'accepted', 202]]);
});

it('tries no more to write the outcome of a record that the database has lost, and still answers with it', async () => {
  const { store, reaper, cancellations } = await open(1);
  const { cancellation } = await cancellations.cancel(next, target, asOperator('Ann'));
  const record = await reaper.settle({ ...cancellation, id: missing }, settlement());
  expect(record).toMatchObject({ id: missing, outcome: 'accepted', journaled: false });
  store.settle = () => Promise.reject(new Error('This is not tried.'));
  await reaper.sweep();
  await reaper.flush();
  expect(reaper.unpersistedOutcomes(missing)).toEqual(record);
});

it('goes on with other outcomes when one cannot be written', async () => {
  const { store, reaper, cancellations } = await open(1_000_000);
  const { cancellation } = await cancellations.cancel(lost, target, asOperator('Ann'));
  const settle = store.settle.bind(store);
  store.settle = () => Promise.reject(new Error('it cannot be written'));
  const find = store.findCancellation.bind(store);
  store.findCancellation = (id) =>
    find(id === missing ? lost : id).then((found) => found && { ...found, outcome: null });
  await reaper.settle({ ...cancellation, id: missing }, settlement());
  await cancellations.cancel(next, { ...target, despite: [lost] }, asOperator('Bo'));
  store.settle = (id, outcome) =>
    id === missing ? Promise.reject(new Error('it cannot be written')) : settle(id, outcome);
  await expect(reaper.sweep()).rejects.toThrow('it cannot be written');
  store.findCancellation = find;
  expect(await store.findCancellation(next)).toMatchObject({ outcome: 'accepted', person: 'Bo' });
});
