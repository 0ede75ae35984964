import { describe, expect, it } from 'vitest';
import { maxCountedDays, type CancellationCounts } from '../../../contract';
import { ReaderLeft } from '../../store/store';
import { useContractDatabase, type OpenDatabase } from './database';

/** A target of its own each time, since an open cancellation holds up others of the same one. */
let lastApplicationId = 1000;
const at = (time: string) => ({
  requestedAt: `2026-03-10T${time}Z`,
  applicationId: String((lastApplicationId += 1)),
});
const day = { from: '2026-03-10T00:00:00.000Z', to: '2026-03-11T00:00:00.000Z' };

/** The numbers as texts, in the order of the hours and then of the letters. */
const texts = (items: CancellationCounts['items']) =>
  items.map(({ from, outcome, count }) => `${from.slice(11, 16)} ${outcome} ${count}`).toSorted();

/** What every store promises of the numbers of cancellations. */
export function journalCountsContract(open: OpenDatabase): void {
  describe('the numbers of cancellations', () => {
    const context = useContractDatabase(open);

    async function addSeveral() {
      const { addCancellation } = context;
      await addCancellation({ ...at('13:59:59.999'), person: 'Bob' });
      await addCancellation({ ...at('14:00:00.000'), reason: '100% wrong_list\\' });
      // The clock was put back.
      await addCancellation(at('02:30:00.000'), { outcome: 'refused' });
      await addCancellation(at('14:29:59.999'), { outcome: 'unknown' });
      await addCancellation(at('14:59:59.999'));
      await addCancellation(at('23:59:59.999'), null);
      await addCancellation({ ...at('00:00:00.000'), requestedAt: day.to });
    }

    it('are by hour and outcome, newest first, and only of the span', async () => {
      await addSeveral();
      const { store, database } = context;
      const { items, countedFrom } = await store.countCancellations(day);
      expect(countedFrom).toBeNull();
      const hours = items.map(({ from }) => from.slice(11, 16));
      expect(hours).toEqual(['23:00', '14:00', '14:00', '13:00', '02:00']);
      expect(texts(items)).toEqual([
        '02:00 refused 1',
        '13:00 accepted 1',
        '14:00 accepted 2',
        '14:00 unknown 1',
        '23:00 null 1',
      ]);
      expect(await (await database.open('live')).countCancellations(day)).toEqual({
        items: [],
        countedFrom: null,
      });
    });

    it('are by the hours that begin with the span', async () => {
      await addSeveral();
      const { items } = await context.store.countCancellations({ ...day, from: '2026-03-10T02:30:00.000Z' });
      expect(texts(items)).toEqual([
        '02:30 refused 1',
        '13:30 accepted 2',
        '13:30 unknown 1',
        '14:30 accepted 1',
        '23:30 null 1',
      ]);
    });

    it('take the filters of the list, the text too', async () => {
      await addSeveral();
      const { store } = context;
      const total = async (filter: object) =>
        (await store.countCancellations({ ...day, ...filter })).items.reduce(
          (sum, { count }) => sum + count,
          0,
        );
      for (const [filter, expected] of [
        [{}, 6],
        [{ outcome: 'open' }, 1],
        [{ outcome: 'accepted' }, 3],
        [{ person: 'Bob' }, 1],
        [{ confirmed: 'no' }, 5],
        [{ confirmed: 'yes' }, 0],
        [{ deploymentId: '7' }, 6],
        [{ deploymentId: '8' }, 0],
        [{ q: '' }, 6],
        [{ q: 'BOB' }, 1],
        [{ q: '0% w' }, 1],
        [{ q: '0x w' }, 0],
        [{ q: 'g_l' }, 1],
        [{ q: '\\' }, 1],
      ] as const) {
        expect([filter, await total(filter)]).toEqual([filter, expected]);
        const listed = await store.listCancellations({ ...day, ...filter }, { limit: 200 });
        expect(listed.items).toHaveLength(expected);
      }
    });

    it('are counted in parts that fit together, over the longest span', async () => {
      const { store, addCancellation } = context;
      const end = Date.parse(day.to);
      const hours = [0, 1, 2, 5, 23, 24, 25, 100, 1000, maxCountedDays * 24 - 1];
      for (const hour of hours)
        await addCancellation({
          ...at('00:00:00.000'),
          requestedAt: new Date(end - hour * 3_600_000 - 1).toISOString(),
        });
      const from = new Date(end - maxCountedDays * 86_400_000).toISOString();
      const { items, countedFrom } = await store.countCancellations({ from, to: day.to });
      expect(countedFrom).toBeNull();
      expect(items).toEqual(
        hours.map((hour) => ({
          from: new Date(end - (hour + 1) * 3_600_000).toISOString(),
          outcome: 'accepted',
          count: 1,
        })),
      );
    });

    it('say from when on they are whole where there is no time for more', async () => {
      await addSeveral();
      const { store } = context;
      const { items, countedFrom } = await store.countCancellations(day, { budgetMs: 0 });
      expect(countedFrom).toBe('2026-03-10T23:00:00.000Z');
      expect(items).toEqual([{ from: '2026-03-10T23:00:00.000Z', outcome: null, count: 1 }]);
    });

    it('are given up once nobody waits for them', async () => {
      const counts = context.store.countCancellations(day, { signal: AbortSignal.abort() });
      await expect(counts).rejects.toBeInstanceOf(ReaderLeft);
    });
  });
}
