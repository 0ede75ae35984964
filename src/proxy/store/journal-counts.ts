import { sql } from 'kysely';
import type { CancellationCounts } from '../../contract';
import { nextTurn } from '../run/next-turn';
import type { Backend } from './backend';
import { meetsFilter } from './journal-reader';
import { ReaderLeft, type JournalStore, type Realm } from './store';

const hourMs = 3_600_000;
/** What a person waits for a picture. */
const defaultBudgetMs = 2_000;

interface Row {
  /** `2026-11-23T14`, of the time in UTC. */
  utcHour: string;
  /** Whether an hour counted from `from` begins within that hour, and at or before the record. */
  isLater: number;
  outcome: CancellationCounts['items'][number]['outcome'];
  count: number;
}

/**
 * Counts the journal by hour and outcome: from the end of the span on, so many hours with one query as the database
 * counts within `queryMs`. So a span of any size holds up nobody, and what is counted when the time is over is whole.
 */
export function createJournalCounter(
  { db, counting }: Pick<Backend, 'db' | 'counting'>,
  realm: Realm,
): Pick<JournalStore, 'countCancellations'> {
  return {
    async countCancellations(
      { q = '', from, to, ...filter },
      { signal, budgetMs = defaultBudgetMs } = {},
    ): Promise<CancellationCounts> {
      const begun = performance.now();
      const begin = Date.parse(from);
      const minute = new Date(begin).getUTCMinutes();
      const text = q.toLowerCase();
      const hasText =
        text === '' ? sql`` : sql`AND search LIKE ${`%${text.replaceAll(/[\\%_]/g, '\\$&')}%`} ESCAPE '\\'`;
      const items: CancellationCounts['items'] = [];

      async function countHours(start: number, end: number): Promise<void> {
        const time = { from: new Date(start).toISOString(), to: new Date(end).toISOString() };
        const { rows } = await sql<Row>`
          SELECT "utcHour", "isLater", outcome, count(*) AS count FROM (
            SELECT substr(requested_at, 1, 13) AS "utcHour", outcome,
              CASE WHEN substr(requested_at, 15, 2) >= ${twoDigits(minute)} THEN 1 ELSE 0 END AS "isLater"
            FROM cancellations ${counting.byTime}
            WHERE realm = ${realm} AND ${meetsFilter({ ...filter, ...time })} ${hasText}) AS records
          GROUP BY "utcHour", "isLater", outcome ORDER BY "utcHour" DESC, "isLater" DESC`.execute(db);
        // An hour that begins at another minute than UTC's has its records in two of those.
        const counts = new Map<string, CancellationCounts['items'][number]>();
        for (const { utcHour, isLater, outcome, count } of rows) {
          const hour = Date.parse(`${utcHour}:${twoDigits(minute)}:00.000Z`) - (isLater === 1 ? 0 : hourMs);
          const from = new Date(hour).toISOString();
          const counted = counts.get(`${from} ${outcome}`)?.count ?? 0;
          counts.set(`${from} ${outcome}`, { from, outcome, count: counted + count });
        }
        items.push(...counts.values());
      }

      let hours = 1;
      let end = Date.parse(to);
      while (end > begin) {
        ReaderLeft.check(signal);
        const queryBegun = performance.now();
        // The last hour of the span may be a part of one.
        const start = begin + Math.max(0, Math.ceil((end - begin) / hourMs) - hours) * hourMs;
        await countHours(start, end);
        const took = performance.now() - queryBegun;
        if (took < counting.queryMs / 4) hours *= 2;
        else if (took > counting.queryMs) hours = Math.max(1, Math.floor(hours / 2));
        end = start;
        if (end > begin && performance.now() - begun > budgetMs)
          return { items, countedFrom: new Date(end).toISOString() };
        await nextTurn();
      }
      return { items, countedFrom: null };
    },
  };
}

const twoDigits = (number: number) => String(number).padStart(2, '0');
