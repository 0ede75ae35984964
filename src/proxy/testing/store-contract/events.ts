import { describe, expect, it } from 'vitest';
import { intent, settlement } from './fixtures';
import { useContractDatabase, type OpenDatabase } from './database';

/** What every store promises of events. */
export function eventContract(open: OpenDatabase): void {
  describe('events', () => {
    const context = useContractDatabase(open);

    it('are written with the intent and with the outcome', async () => {
      const { store, addCancellation, listEventRows } = context;
      const wanted = intent({ person: 'Ann' });
      await addCancellation(wanted);
      const event = { realm: 'sandbox', type: 'cancellation', cancellation_id: wanted.id };
      expect(await listEventRows()).toEqual([
        { ...event, kind: 'requested', at: wanted.requestedAt, person: 'Ann' },
        { ...event, kind: 'settled', at: settlement().settledAt, person: null },
      ]);
      await store.claim(wanted);
      expect(await listEventRows()).toHaveLength(2);
    });

    it('become visible in the order of their numbers', async () => {
      const { database, store } = context;
      const second = await database.open();
      const writing = new AbortController();
      let highest = 0;
      const seen = new Set<number>();
      const late: number[] = [];
      const look = async () => {
        while (!writing.signal.aborted) {
          const rows = await database.query('SELECT seq FROM events ORDER BY seq');
          const before = highest;
          for (const seq of rows.map((row) => Number(row['seq']))) {
            if (!seen.has(seq) && seq < before) late.push(seq);
            seen.add(seq);
            highest = Math.max(highest, seq);
          }
        }
      };
      const looking = look();
      await Promise.all(
        Array.from({ length: 60 }, (_, index) =>
          index % 3
            ? (index % 2 ? store : second).claim(intent({ deploymentId: String(index) }))
            : second.saveApplication(String(index), { name: 'x' }, { onlyNew: true }),
        ),
      );
      writing.abort();
      await looking;
      expect(late).toEqual([]);
      expect(await database.query('SELECT count(*) AS n FROM events')).toEqual([{ n: 60 }]);
    });
  });
}
