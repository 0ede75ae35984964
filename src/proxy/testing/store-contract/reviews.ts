import { describe, expect, it } from 'vitest';
import { useContractDatabase, type OpenDatabase } from './database';
import { intent, settlement } from './fixtures';

const before = '2026-01-02T03:30:00.000Z';
const dueAt = '2026-01-02T03:34:05.678Z';
const after = '2026-01-02T04:00:00.000Z';
const later = '2026-01-02T05:00:00.000Z';
const review = { dueAt, byAnother: true };

/** What every store promises of outcomes that somebody has to confirm in time. */
export function reviewContract(open: OpenDatabase): void {
  describe('overdue reviews', () => {
    const context = useContractDatabase(open);
    const isOverdue = async (id: string) => (await context.store.findCancellation(id))?.review?.isOverdue;
    const confirm = (id: string) => context.store.confirm(id, { person: 'Bob', at: after, note: null });

    it('are marked after their time, once, with an event and a line of history', async () => {
      const { store, addCancellation, listIds } = context;
      const { id } = await addCancellation({ review });
      const other = await addCancellation({ deploymentId: '8' });
      expect(await store.markOverdueReviews(before)).toBe(0);
      expect([await isOverdue(id), await store.countOverdueReviews()]).toEqual([false, 0]);
      const seen = await store.lastEvent();
      expect(await store.markOverdueReviews(after)).toBe(1);
      expect(await store.markOverdueReviews(later)).toBe(0);
      expect([await isOverdue(id), await store.countOverdueReviews()]).toEqual([true, 1]);
      expect(await store.listEvents(seen, 10)).toMatchObject([
        { type: 'cancellation', data: { id, review: { ...review, isOverdue: true } } },
      ]);
      expect((await store.history(id)).at(-1)).toMatchObject({
        kind: 'review_overdue',
        at: after,
        person: null,
      });
      expect(await listIds({ confirmed: 'overdue' })).toEqual([id]);
      expect(await listIds({ confirmed: 'no' })).toEqual([other.id, id]);
    });

    it('are those of outcomes that nobody has confirmed', async () => {
      const { store, addCancellation, listIds } = context;
      const open = intent({ review });
      await store.claim(open);
      const { id } = await addCancellation({ deploymentId: '8', review });
      await confirm(id);
      expect(await store.markOverdueReviews(after)).toBe(0);
      await store.settle(open.id, settlement());
      await store.withdrawConfirmation(id, 'Bob', after);
      expect(await store.markOverdueReviews(after)).toBe(2);
      await confirm(id);
      expect([await isOverdue(id), await store.countOverdueReviews()]).toEqual([false, 1]);
      expect(await listIds({ confirmed: 'overdue' })).toEqual([open.id]);
      // It is late at once, and was marked before.
      await store.withdrawConfirmation(id, 'Bob', later);
      expect([await isOverdue(id), await store.markOverdueReviews(later)]).toEqual([true, 0]);
    });

    it('are left to others than who cancelled, who may not take a confirmation back either', async () => {
      const { store, addCancellation } = context;
      const { id, person } = await addCancellation({ review });
      const own = { person: person.toUpperCase(), at: after, note: null };
      expect(await store.confirm(id, own)).toMatchObject({ kind: 'own' });
      await confirm(id);
      expect(await store.withdrawConfirmation(id, own.person, later)).toMatchObject({ kind: 'own' });
      expect((await store.findCancellation(id))?.confirmation).toMatchObject({ person: 'Bob' });
      expect(await store.withdrawConfirmation(id, 'Eve', later)).toMatchObject({ kind: 'withdrawn' });
    });

    it('are marked once by several consoles, and not those of the other realm', async () => {
      const { database, store, addCancellation, listEventRows } = context;
      const second = await database.open();
      for (const deploymentId of ['1', '2', '3']) await addCancellation({ deploymentId, review });
      const live = await database.open('live');
      await live.claim(intent({ review }));
      const marked = await Promise.all(
        [store, second, store, second].map((one) => one.markOverdueReviews(after)),
      );
      expect(marked.reduce((sum, count) => sum + count)).toBe(3);
      const kinds = (await listEventRows()).map(({ kind }) => kind);
      expect(kinds.filter((kind) => kind === 'review_overdue')).toHaveLength(3);
      expect(await live.countOverdueReviews()).toBe(0);
    });
  });
}
