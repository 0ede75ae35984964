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
