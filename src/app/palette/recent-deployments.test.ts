import { expect, it } from 'vitest';
import { makeApplication, makeCancellation, makeDeployment } from '@/testing/factories';
import { recentDeployments } from './use-recent-deployments';

const confirmation = { person: 'Ada', at: '2026-11-23T12:30:00.000Z', note: null };
const deployments = ['1', '2', '3', '4', '5', '6', '7'].map((deploymentId) =>
  makeDeployment({
    deploymentId,
    lastCancellation:
      deploymentId === '7' ? makeCancellation({ deploymentId, person: 'Grace', confirmation }) : null,
  }),
);
const list = [makeApplication({ deployments })];
const at = (deploymentId: string, hour: number) =>
  makeCancellation({ deploymentId, requestedAt: `2026-11-23T${hour}:00:00.000Z` });
const idsOf = (person: string, records: ReturnType<typeof at>[]) =>
  recentDeployments(person, list, records).map(({ deployment }) => deployment.deploymentId);

it('the last five are each named once, newest first, with what the person has confirmed', () => {
  const records = [at('1', 15), at('2', 14), at('1', 13), at('3', 12), at('4', 11), at('5', 10)];
  expect(idsOf('Ada', records)).toEqual(['1', '2', '7', '3', '4']);
  expect(idsOf('Grace', [])).toEqual([]);
});

it('what is no longer saved is not among them', () => {
  expect(idsOf('Ada', [at('99', 15), at('2', 14)])).toEqual(['2', '7']);
});
