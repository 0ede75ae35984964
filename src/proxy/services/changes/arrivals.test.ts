import { expect, it, vi } from 'vitest';
import { paths, toGrants } from '../../../contract';
import type { Visitor } from '../../access/access';
import { noFile, openConsole, tokens } from '../../testing/test-app';
import { createArrivals } from './arrivals';

type Console = Awaited<ReturnType<typeof openConsole>>;

const visitor = (person: string, via: Visitor['via']): Visitor => ({
  person,
  via,
  grants: toGrants('support'),
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

it('one that could not be written is written at the next request', async () => {
  const console = await openConsole({ live: true });
  const log: string[] = [];
  const record = console.store.recordChange.bind(console.store);
  console.store.recordChange = () => Promise.reject(new Error('disk'));
  const headers = { authorization: `Bearer ${tokens.operator}` };
  const { ask } = await openConsole({
    live: true,
    overrides: { store: console.store, log: (event) => log.push(event) },
  });
  expect((await ask(paths.session, { headers })).status).toBe(200);
  await vi.waitFor(() => expect(log).toContain('sign_in_not_written'));
  console.store.recordChange = record;
  expect((await ask(paths.session, { headers })).status).toBe(200);
  await vi.waitFor(async () => expect(await signIns(console)).toEqual(['script (operator) token']));
});

it('in the sandbox, as whom somebody looks at it is on record', async () => {
  const console = await openConsole();
  const body = { name: 'Ann', token: 'support' };
  expect((await console.ask(paths.session, { method: 'POST', body })).status).toBe(201);
  expect(await signIns(console)).toEqual(['Sandbox support sandbox']);
});
