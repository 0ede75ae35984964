import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Cancellation } from '@/contract';
import { makeApplication, makeCancellation, makeDeployment } from '@/testing/factories';
import { fits, withRecord, withCancellation } from './newest';
import type { JournalFilters } from './query-keys';

const open = { outcome: null, status: null, answeredAt: null, settledAt: null } as const;
const confirmation = { person: 'Grace', at: '2026-11-23T11:00:00.000Z', note: null };

const records = fc.uniqueArray(fc.integer({ min: 0, max: 40 }), { maxLength: 20 }).map((minutes) =>
  minutes.map((minute) =>
    makeCancellation({
      id: `00000000-0000-4000-8000-${String(minute).padStart(12, '0')}`,
      requestedAt: new Date(Date.UTC(2026, 10, 23, 10, minute)).toISOString(),
      ...(minute % 3 === 0 ? open : {}),
      confirmation: minute % 3 === 1 ? confirmation : null,
      batchId: minute % 2 === 0 ? '00000000-0000-4000-8000-0000000000b1' : null,
    }),
  ),
);
const filters = fc.constantFrom<JournalFilters>(
  {},
  { confirmed: 'no' },
  { confirmed: 'yes' },
  { outcome: 'open' },
  { outcome: 'accepted', deploymentId: '2001' },
  { applicationId: '9' },
  { batchId: '00000000-0000-4000-8000-0000000000b1' },
);

describe('a record that arrives in the journal', () => {
  it('stands once, in its place, and only where the filters let it in', () => {
    fc.assert(
      fc.property(records, filters, (arriving, wanted) => {
        let pages = [{ items: [] as Cancellation[], nextCursor: null as string | null }];
        for (const record of [...arriving, ...arriving]) pages = withRecord(pages, wanted, record);
        const expected = arriving
          .filter((record) => fits(wanted, record))
          .sort((one, other) => (one.requestedAt < other.requestedAt ? 1 : -1));
        expect(pages.flatMap((page) => page.items)).toEqual(expected);
      }),
    );
  });

  it('is left to pages that are not loaded yet', () => {
    const pages = [{ items: [makeCancellation()], nextCursor: 'older' }];
    const older = makeCancellation({
      id: '00000000-0000-4000-8000-000000000002',
      requestedAt: '2026-11-22T10:00:00.000Z',
    });
    expect(withRecord(pages, {}, older)).toEqual(pages);
  });

  it('leaves “to confirm” once it is confirmed', () => {
    const pages = [{ items: [makeCancellation()], nextCursor: null }];
    const [page] = withRecord(pages, { confirmed: 'no' }, makeCancellation({ confirmation }));
    expect(page?.items).toEqual([]);
  });

  it('belongs to one batch’s records only if it is of that batch', () => {
    const batchId = '00000000-0000-4000-8000-0000000000b1';
    expect(fits({ batchId }, makeCancellation({ batchId }))).toBe(true);
    expect(fits({ batchId }, makeCancellation())).toBe(false);
  });

  it('never undoes an outcome', () => {
    const settled = makeCancellation({ confirmation });
    const late = makeCancellation(open);
    expect(withRecord([{ items: [settled], nextCursor: null }], {}, late)[0]?.items).toEqual([settled]);
    const list = {
      items: [makeApplication({ deployments: [makeDeployment({ lastCancellation: settled })] })],
    };
    expect(withCancellation(list, late)).toEqual(list);
  });
});

describe('a record that arrives in the saved list', () => {
  const two = ['2001', '2002'].map((deploymentId) => makeDeployment({ deploymentId }));
  const list = {
    items: [
      makeApplication({ deployments: two }),
      makeApplication({ applicationId: '102', deployments: [makeDeployment({ applicationId: '102' })] }),
    ],
  };

  it('changes nothing but its deployment', () => {
    const record = makeCancellation();
    const next = withCancellation(list, record);
    expect(next.items[0]?.deployments[0]?.lastCancellation).toBe(record);
    expect(next.items[0]?.deployments[1]).toBe(two[1]);
    expect(next.items[1]).toBe(list.items[1]);
    expect(list.items[0]?.deployments[0]?.lastCancellation).toBeNull();
  });

  it('leaves the list itself where it says nothing new', () => {
    const record = makeCancellation();
    const next = withCancellation(list, record);
    expect(withCancellation(next, record)).toBe(next);
    expect(withCancellation(next, { ...record, ...open })).toBe(next);
    const earlier = { id: '00000000-0000-4000-8000-000000000009', requestedAt: '2026-11-20T10:00:00.000Z' };
    expect(withCancellation(next, { ...record, ...earlier })).toBe(next);
    expect(withCancellation(next, makeCancellation({ deploymentId: '9' }))).toBe(next);
    expect(withCancellation(next, makeCancellation({ applicationId: '9' }))).toBe(next);
  });
});
