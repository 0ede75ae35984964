import { expect, it } from 'vitest';
import { openConsole } from '../../testing/test-app';
import { recordConfiguration } from './record-configuration';

it('each change of the configuration is on record, also one between two runs, and no reading without a change', async () => {
  const { store } = await openConsole();
  const log: unknown[] = [];
  const record = (written: Record<string, unknown> | null, secrets = {}) =>
    recordConfiguration({ store, log: (...line) => log.push(line) }, { written, secrets });
  const list = async () => (await store.listChanges({ kind: 'configuration_changed' }, { limit: 10 })).items;
  await record(null);
  expect(await list()).toEqual([]);
  const first = {
    rules: [{ reason: 'required', environments: ['production'] }],
    groups: { ops: 'operator' },
  };
  await record(first);
  // Another run reads the same, with its keys in another order.
  await record({ groups: first.groups, rules: first.rules });
  await record({ rules: [] });
  await record(null);
  expect(await list()).toMatchObject([
    { person: null, before: { rules: [] }, after: null },
    { before: first, after: { rules: [] } },
    { before: null, after: first },
  ]);
  store.recordChange = () => Promise.reject(new Error('disk'));
  await record(first);
  expect(log).toMatchObject([['configuration_not_recorded', {}]]);
});

it('so is a changed secret alone, of which nothing is told', async () => {
  const { store } = await openConsole();
  const written = { signIn: { openIdConnect: { clientSecret: '(secret)' } } };
  const record = (secret: string) =>
    recordConfiguration(
      { store, log: () => undefined },
      { written, secrets: { OIDC_CLIENT_SECRET: secret } },
    );
  const list = async () => (await store.listChanges({ kind: 'configuration_changed' }, { limit: 10 })).items;
  await record('first secret');
  await record('first secret');
  expect(await list()).toHaveLength(1);
  await record('second secret');
  const [latest, ...rest] = await list();
  expect(rest).toHaveLength(1);
  expect(latest).toMatchObject({ before: written, after: written });
  expect(latest?.after?.['secrets']).not.toEqual(latest?.before?.['secrets']);
  expect(JSON.stringify(latest)).toMatch(/"OIDC_CLIENT_SECRET":"[0-9a-f]{12}:[0-9a-f]{4}"/);
  expect(JSON.stringify(latest)).not.toMatch(/first|second/);
});
