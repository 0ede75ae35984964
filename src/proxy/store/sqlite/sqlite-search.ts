import { sql, type Kysely } from 'kysely';
import { nextTurn } from '../../run/next-turn';
import type { Tables } from '../schema';

// The text index costs as much as a claim, so a record enters it some time after it is settled, when its text is
// final; an answer does not wait for it. Records enter in the order of `seq`: what comes after the last one in the
// index is not in it, and a search reads it. So nothing has to be repaired after a crash.

const indexAfterMs = 1000;
/** Records that enter the index at a time: a few milliseconds, for which everything else waits. */
const indexedAtATime = 50;
/** The most matches that the index gives for one page of a search. */
export const matchLimit = 500;

const lastIndexed = sql`(SELECT coalesce(max(id), 0) FROM cancellations_search_docsize)`;

/** The `seq` of the newest records of both realms that contain a text of three characters or more, the highest first. */
export async function findNewestMatches(db: Kysely<Tables>, text: string, below: number): Promise<number[]> {
  const { rows } = await sql<{ seq: number }>`
    SELECT seq FROM cancellations WHERE seq > ${lastIndexed} AND seq < ${below} AND instr(search, ${text}) > 0
    UNION ALL SELECT * FROM (SELECT rowid FROM cancellations_search
      WHERE cancellations_search MATCH ${`"${text.replaceAll('"', '""')}"`} AND rowid < ${below}
      ORDER BY rowid DESC LIMIT ${matchLimit})
    ORDER BY seq DESC LIMIT ${matchLimit}`.execute(db);
  return rows.map(({ seq }) => seq);
}

/** Keeps the index up to the first open record. */
export function createIndexer(db: Kysely<Tables>): { changed: () => void; stop: () => void } {
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;

  async function index(): Promise<void> {
    for (;;) {
      const { numAffectedRows = 0n } = await sql`
        INSERT INTO cancellations_search (rowid, search)
        SELECT seq, search FROM cancellations WHERE seq > ${lastIndexed}
          AND seq < coalesce((SELECT min(+seq) FROM cancellations INDEXED BY cancellations_open
            WHERE outcome IS NULL), ${Number.MAX_SAFE_INTEGER})
        ORDER BY seq LIMIT ${indexedAtATime}`.execute(db);
      await nextTurn();
      if (stopped || numAffectedRows < indexedAtATime) return;
    }
  }

  return {
    changed() {
      if (stopped) return;
      timer ??= setTimeout(() => {
        timer = undefined;
        // What cannot be written now is written after the next change.
        index().catch(() => undefined);
      }, indexAfterMs).unref();
    },
    stop() {
      stopped = true;
      clearTimeout(timer);
    },
  };
}
