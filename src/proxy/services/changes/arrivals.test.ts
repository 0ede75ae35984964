import { expect, it, vi } from 'vitest';
import { paths, toGrants } from '../../../contract';
import type { Visitor } from '../../access/access';
import { noFile, openConsole, tokens } from '../../testing/test-app';
import { fileWith, openToEverybody, viaProxy } from '../../testing/visitors';
import { createArrivals } from './arrivals';

type Console = Awaited<ReturnType<typeof openConsole>>;

const visitor = (person: string, via: Visitor['via']): Visitor => ({
  person,
  via,
  grants: toGrants('support'),
  grantsNow: () => toGrants('support'),
  role: 'support',
});
const signIns = async ({ store }: Console) =>
  (await store.listChanges({ kind: 'signed_in' }, { limit: 50 })).items.map(
    ({ person, detail }) => `${person} ${String(detail?.['via'])}`,
  );

it('whoever comes in without a session of the console is on record, once for the length of a session', async () => {
  const console = await openConsole({ live: true });
  let time = Date.now();
  const now = () => new Date(time);
  const { store } = console;
  const open = () => createArrivals({ store, consoleFile: noFile, now, log: () => undefined });
  const [first, other] = [open(), open()];
  for (let request = 0; request < 3; request++) first(visitor('Ann', 'proxy'));
  await vi.waitFor(async () => expect(await signIns(console)).toEqual(['Ann proxy']));
  first(visitor('Ann', 'key'));
  first(visitor('Ann', 'link'));
  await vi.waitFor(async () => expect(await signIns(console)).toEqual(['Ann key', 'Ann proxy']));
  // Another console on the same database, and this one after a restart.
  other(visitor('Ann', 'proxy'));
  other(visitor('Bob', 'proxy'));
  await vi.waitFor(async () => expect(await signIns(console)).toEqual(['Bob proxy', 'Ann key', 'Ann proxy']));
  time += 12.5 * 60 * 60_000;
  first(visitor('Ann', 'proxy'));
  await vi.waitFor(async () => expect(await signIns(console)).toHaveLength(4));
});

it('one that could not be written is tried again after a minute, and logged once until then', async () => {
  const console = await openConsole({ live: true });
  const { store } = console;
  const log: string[] = [];
  let time = Date.now();
  const now = () => new Date(time);
  const record = store.recordChange.bind(store);
  store.recordChange = () => Promise.reject(new Error('disk'));
  const arrive = createArrivals({ store, consoleFile: noFile, now, log: (event) => log.push(event) });
  arrive(visitor('Ann', 'key'));
  await vi.waitFor(() => expect(log).toEqual(['sign_in_not_written']));
  store.recordChange = record;
  time += 59_000;
  arrive(visitor('Ann', 'key'));
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(await signIns(console)).toEqual([]);
  time += 2_000;
  arrive(visitor('Ann', 'key'));
  await vi.waitFor(async () => expect(await signIns(console)).toEqual(['Ann key']));
  expect(log).toHaveLength(1);
});

it('a token is one of the ways in', async () => {
  const console = await openConsole({ live: true });
  const headers = { authorization: `Bearer ${tokens.operator}` };
  expect((await console.ask(paths.session, { headers })).status).toBe(200);
  await vi.waitFor(async () => expect(await signIns(console)).toEqual(['script (operator) token']));
});

it('in the sandbox, as whom somebody looks at it is on record', async () => {
  const console = await openConsole();
  const body = { name: 'Ann', token: 'support' };
  expect((await console.ask(paths.session, { method: 'POST', body })).status).toBe(201);
  expect(await signIns(console)).toEqual(['Sandbox support sandbox']);
});

it('names the groups that a trusted proxy has passed on, as a sign-in at the provider does', async () => {
  const { ask, store } = await openToEverybody(fileWith({ groups: { ops: 'operator' } }));
  await ask(viaProxy('Ann', 'ops', 'night\u009b'), paths.session);
  await vi.waitFor(async () =>
    expect((await store.listChanges({ kind: 'signed_in' }, { limit: 5 })).items).toMatchObject([
      { person: 'Ann', detail: { via: 'proxy', groups: ['ops', 'night\uFFFD'] } },
    ]),
  );
});
