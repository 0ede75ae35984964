import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matchesFilters, type Cancellation, type JournalFilters } from '@/contract';
import { makeApplication, makeCancellation, makeDeployment } from '@/testing/factories';
import { withRecordInJournal, withRecordInList } from './record-updates';

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
      fc.property(records, filters, (arriving, filter) => {
        let pages = [{ items: [] as Cancellation[], nextCursor: null as string | null }];
        for (const record of [...arriving, ...arriving]) pages = withRecordInJournal(pages, filter, record);
        const expected = arriving
          .filter((record) => matchesFilters(record, filter))
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
    expect(withRecordInJournal(pages, {}, older)).toEqual(pages);
  });

  it('leaves “to confirm” once it is confirmed', () => {
    const pages = [{ items: [makeCancellation()], nextCursor: null }];
    const [page] = withRecordInJournal(pages, { confirmed: 'no' }, makeCancellation({ confirmation }));
    expect(page?.items).toEqual([]);
  });

  it('belongs to one batch’s records only if it is of that batch', () => {
    const batchId = '00000000-0000-4000-8000-0000000000b1';
    expect(matchesFilters(makeCancellation({ batchId }), { batchId })).toBe(true);
    expect(matchesFilters(makeCancellation(), { batchId })).toBe(false);
  });

  it('never undoes an outcome', () => {
    const settled = makeCancellation({ confirmation });
    const late = makeCancellation(open);
    expect(withRecordInJournal([{ items: [settled], nextCursor: null }], {}, late)[0]?.items).toEqual([
      settled,
    ]);
    const list = {
      items: [makeApplication({ deployments: [makeDeployment({ lastCancellation: settled })] })],
    };
    expect(withRecordInList(list, late)).toEqual(list);
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
    const next = withRecordInList(list, record);
    expect(next.items[0]?.deployments[0]?.lastCancellation).toBe(record);
    expect(next.items[0]?.deployments[1]).toBe(two[1]);
    expect(next.items[1]).toBe(list.items[1]);
    expect(list.items[0]?.deployments[0]?.lastCancellation).toBeNull();
  });

  it('leaves the list itself where it says nothing new', () => {
    const record = makeCancellation();
    const next = withRecordInList(list, record);
    expect(withRecordInList(next, record)).toBe(next);
    expect(withRecordInList(next, { ...record, ...open })).toBe(next);
    const earlier = { id: '00000000-0000-4000-8000-000000000009', requestedAt: '2026-11-20T10:00:00.000Z' };
    expect(withRecordInList(next, { ...record, ...earlier })).toBe(next);
    expect(withRecordInList(next, makeCancellation({ deploymentId: '9' }))).toBe(next);
    expect(withRecordInList(next, makeCancellation({ applicationId: '9' }))).toBe(next);
  });
});
