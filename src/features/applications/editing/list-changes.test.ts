import { describe, expect, it } from 'vitest';
import { makeApplication, makeCancellation, makeDeployment } from '@/testing/factories';
import { countChanges } from './list-changes';
import { withLastCancellations } from './last-cancellations';

const one = makeDeployment();
const other = makeDeployment({ deploymentId: '2002', name: 'Recall' });
const before = [makeApplication({ deployments: [one, other] })];
const after = (...deployments: (typeof one)[]) => [makeApplication({ deployments })];
const cancelled = { ...one, lastCancellation: makeCancellation() };

describe('changes of the saved list are counted', () => {
  it.each([
    ['added', after(one, other, makeDeployment({ deploymentId: '2003' })), 1],
    ['removed', after(one), 1],
    ['renamed and removed', after({ ...one, name: 'New name' }), 2],
    ['read anew, and the same', after({ ...one }, { ...other }), 0],
    ['cancelled', after(cancelled, other), 0],
    ['an application renamed', [makeApplication({ name: 'Calls', deployments: [one, other] })], 1],
    [
      'an application without deployments',
      [...before, makeApplication({ applicationId: '9', deployments: [] })],
      1,
    ],
  ])('%s', (_, list, count) => {
    expect(countChanges(before, list, false)).toBe(count);
  });

  it('by last cancellation where the list is sorted by it', () => {
    expect(countChanges(before, after(cancelled, other), true)).toBe(1);
  });
});

it('rows that are held show the last cancellation as it is now, and nothing else that is new', () => {
  const rows = withLastCancellations(before, after(other, { ...cancelled, name: 'New name' }));
  expect(rows[0]?.deployments).toEqual([cancelled, other]);
});
