import { expect, it } from 'vitest';
import { openConsole } from '../../testing/test-app';
import { recordConfiguration } from './record-configuration';

it('each change of the configuration is on record, also one between two runs, and no reading without a change', async () => {
  const { store } = await openConsole();
  const log: unknown[] = [];
  const record = (written: Record<string, unknown> | null) =>
    recordConfiguration({ store, log: (...line) => log.push(line) }, written);
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
