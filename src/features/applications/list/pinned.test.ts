import { expect, it } from 'vitest';
import { makeApplication, makeCancellation, makeDeployment } from '@/testing/factories';
import { sortApplications } from '../search/sorting';
import { groupPins, pinnedFirst, pinnedId } from './pinned';

const one = makeDeployment();
const other = makeDeployment({ deploymentId: '2002', lastCancellation: makeCancellation() });
const survey = makeDeployment({ applicationId: '102', deploymentId: '2001' });
const list = [
  makeApplication({ deployments: [one, other] }),
  makeApplication({ applicationId: '102', deployments: [survey] }),
];
const asListed = { sort: (group: typeof list) => group, isNarrowed: false };
const idsOf = (groups: typeof list) =>
  groups.map(({ applicationId, deployments }) => [
    applicationId,
    ...deployments.map((each) => `${each.applicationId}/${each.deploymentId}`),
  ]);

it('a pinned deployment is listed once, in a group before the applications', () => {
  const pinned = groupPins([{ applicationId: '101', deploymentId: '2001' }]);
  const groups = pinnedFirst(list, pinned, asListed);
  expect(idsOf(groups)).toEqual([
    [pinnedId, '101/2001'],
    ['101', '101/2002'],
    ['102', '102/2001'],
  ]);
  expect(groups[2]).toBe(list[1]);
});

it('an application of which all are pinned keeps its heading, but for a narrowed list', () => {
  const pinned = groupPins([{ applicationId: '102', deploymentId: '2001' }]);
  expect(idsOf(pinnedFirst(list, pinned, asListed))).toEqual([
    [pinnedId, '102/2001'],
    ['101', '101/2001', '101/2002'],
    ['102'],
  ]);
  expect(idsOf(pinnedFirst(list, pinned, { ...asListed, isNarrowed: true }))).toHaveLength(2);
});

it('the group is sorted as the list is', () => {
  const pinned = groupPins([one, other]);
  expect(idsOf(pinnedFirst(list, pinned, asListed))[0]).toEqual([pinnedId, '101/2001', '101/2002']);
  const byLast = pinnedFirst(list, pinned, {
    ...asListed,
    sort: (group) => sortApplications(group, 'cancelled'),
  });
  expect(idsOf(byLast)[0]).toEqual([pinnedId, '101/2002', '101/2001']);
});

it('nothing pinned, or nothing of it found, leaves the list as it is', () => {
  expect(pinnedFirst(list, groupPins([]), asListed)).toBe(list);
  expect(pinnedFirst(list, groupPins([{ applicationId: '9', deploymentId: '9' }]), asListed)).toBe(list);
});
