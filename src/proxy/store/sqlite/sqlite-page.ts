import { sql, type Kysely, type RawBuilder } from 'kysely';
import { nextTurn } from '../../run/next-turn';
import type { PageQuery } from '../backend';
import type { CancellationRow } from '../cancellation-rows';
import { selectPage } from '../journal-reader';
import type { Tables } from '../schema';
import { ReaderLeft } from '../store';
import { findNewestMatches, matchLimit } from './sqlite-search';

// A query of SQLite blocks the whole process, and one whose conditions rarely meet reads the whole journal. So the
// journal is read in steps, from the newest record on, between which other requests go on.

/** Records that the first step looks at: a few milliseconds, whatever is asked of each. */
const firstStep = 2_000;
/** A step that took no millisecond had a good index: the next one is twice as long, up to this. */
const longestStep = 32_000;
/** A time with so few records is looked up by its own index, wherever in the journal they are. */
const fewRecords = 2_000;

/** One page of the journal. */
export async function readPage(
  db: Kysely<Tables>,
  { text, signal, ...query }: PageQuery,
): Promise<CancellationRow[]> {
  const found: CancellationRow[] = [];
  let { below } = query;

  async function addMatching(condition: RawBuilder<boolean>): Promise<void> {
    const rest = { ...query, below, limit: query.limit - found.length };
    found.push(...(await selectPage(db, rest).where(condition).execute()));
  }

  async function pause(): Promise<void> {
    await nextTurn();
    ReaderLeft.check(signal);
  }

  // The text index knows texts of three characters and more.
  if (Array.from(text).length >= 3) {
    const matches = await findNewestMatches(db, text, below);
    await pause();
    await addMatching(isAmong(matches));
    if (found.length === query.limit || matches.length < matchLimit) return found;
    below = matches.at(-1) ?? 0;
    await pause();
  }
  const hasText = text === '' ? sql<boolean>`1` : sql<boolean>`instr(search, ${text}) > 0`;
  const inTime = await findInTime(db, query);
  if (inTime !== undefined) {
    await addMatching(sql`${isAmong(inTime)} AND ${hasText}`);
    return found;
  }
  below = Math.min(below, (await newestSeq(db)) + 1);
  for (let step = firstStep; below > 0 && found.length < query.limit;) {
    const begun = performance.now();
    const from = below - step;
    await addMatching(sql`seq >= ${from} AND ${hasText}`);
    below = from;
    if (performance.now() - begun < 1) step = Math.min(2 * step, longestStep);
    if (found.length < query.limit) await pause();
  }
  return found;
}

const isAmong = (seqs: readonly number[]) =>
  sql<boolean>`seq IN (SELECT value FROM json_each(${JSON.stringify(seqs)}))`;

/** The records of the query's time, if there is one and they are few. */
async function findInTime(
  db: Kysely<Tables>,
  { realm, filter: { from, to } }: Pick<PageQuery, 'realm' | 'filter'>,
): Promise<number[] | undefined> {
  if (from === undefined && to === undefined) return undefined;
  const rows = await db
    .selectFrom('cancellations')
    .select('seq')
    .where('realm', '=', realm)
    .where('requested_at', '>=', from ?? '')
    .where('requested_at', '<', to ?? '~')
    .limit(fewRecords + 1)
    .execute();
  return rows.length > fewRecords ? undefined : rows.map(({ seq }) => seq);
}

async function newestSeq(db: Kysely<Tables>): Promise<number> {
  const row = await db
    .selectFrom('cancellations')
    .select(({ fn }) => fn.max('seq').as('seq'))
    .executeTakeFirst();
  return row?.seq ?? 0;
}
