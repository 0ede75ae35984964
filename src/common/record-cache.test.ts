import { QueryClient } from '@tanstack/react-query';
import { expect, it, vi } from 'vitest';
import type { ApplicationList } from '../contract';
import { makeApplication, makeCancellation, makeDeployment, operator } from '../testing/factories';
import { keys } from './query-keys';
import { putRecords } from './record-cache';

const id = (at: number) => `00000000-0000-4000-8000-00000000000${at}`;
const recordOf = (at: number) =>
  makeCancellation({ id: id(at), requestedAt: `2026-11-23T10:00:0${at}.000Z`, deploymentId: String(at) });

it('a list that is on its way comes, however many records arrive meanwhile, and holds them', async () => {
  const client = new QueryClient();
  let answer: (list: ApplicationList) => void = () => undefined;
  let asked = 0;
  const list = client.fetchQuery({
    queryKey: keys.applications,
    meta: { kind: 'applications' },
    queryFn: () => {
      asked += 1;
      return new Promise<ApplicationList>((resolve) => (answer = resolve));
    },
  });
  for (const at of [1, 2, 3]) putRecords(client, [recordOf(at)]);
  const deployments = [1, 2, 3].map((at) => makeDeployment({ deploymentId: String(at) }));
  // What was read before the third one, but with the second still open.
  const open = { ...recordOf(2), outcome: null, settledAt: null, confirmation: null };
  answer({
    items: [
      makeApplication({ deployments: deployments.with(1, { ...deployments[1]!, lastCancellation: open }) }),
    ],
  });
  await list;
  const shown = () =>
    client
      .getQueryData<ApplicationList>(keys.applications)
      ?.items[0]?.deployments.map(({ lastCancellation }) => lastCancellation);
  await vi.waitFor(() => expect(shown()).toEqual([recordOf(1), recordOf(2), recordOf(3)]));
  expect(asked).toBe(1);
});

it('a record of another account shows on no row, for there the IDs are of another deployment', () => {
  const client = new QueryClient();
  client.setQueryData(keys.session, {
    ...operator,
    upstream: { ...operator.upstream, account: 'Ops@example.com' },
  });
  const queryKey = keys.applications;
  const items = [makeApplication({ deployments: [makeDeployment({ deploymentId: '1' })] })];
  client
    .getQueryCache()
    .build(client, { queryKey, meta: { kind: 'applications' } })
    .setData({ items });
  const shown = () =>
    client.getQueryData<ApplicationList>(queryKey)?.items[0]?.deployments[0]?.lastCancellation?.account;
  putRecords(client, [{ ...recordOf(1), account: 'others@example.com' }]);
  expect(shown()).toBeUndefined();
  putRecords(client, [{ ...recordOf(1), account: 'ops@example.com' }]);
  expect(shown()).toBe('ops@example.com');
  putRecords(client, [{ ...recordOf(1), id: id(2), account: null }]);
  expect(shown()).toBeNull();
});
