import { sql, type Kysely } from 'kysely';
import { nextTurn } from '../../run/next-turn';
import type { Tables } from '../schema';

// The text index costs as much as a claim, so a record enters it some time after it is settled, when its text is
// final; an answer does not wait for it. Records enter in the order of `seq`: what comes after the last one in the
// index is not in it, and a search reads it. So nothing has to be repaired after a crash.

const indexAfterMs = 1000;
/** Records of one step: a few milliseconds, for which everything else waits. */
const step = 50;

const lastIndexed = sql`(SELECT coalesce(max(id), 0) FROM cancellations_search_docsize)`;

/** Version 2: of what the first release did at each change of a record, only the event is left. */
export const searchRules = [
  `DROP TRIGGER cancellations_requested`,
  `DROP TRIGGER cancellations_reworded`,
  `CREATE TRIGGER cancellations_requested AFTER INSERT ON cancellations BEGIN
    INSERT INTO events (realm, type, kind, cancellation_id, at, person)
      VALUES (NEW.realm, 'cancellation', 'requested', NEW.id, NEW.requested_at, NEW.person);
  END`,
];

/** The newest records of both realms that contain a text of three characters or more, at most `limit`. */
export async function newestMatches(db: Kysely<Tables>, text: string, limit: number): Promise<number[]> {
  const { rows } = await sql<{ seq: number }>`
    SELECT seq FROM cancellations WHERE seq > ${lastIndexed} AND instr(search, ${text}) > 0
    UNION ALL SELECT * FROM (SELECT rowid FROM cancellations_search
      WHERE cancellations_search MATCH ${`"${text.replaceAll('"', '""')}"`} ORDER BY rowid DESC LIMIT ${limit})
    ORDER BY seq DESC LIMIT ${limit}`.execute(db);
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
        ORDER BY seq LIMIT ${step}`.execute(db);
      await nextTurn();
      if (stopped || numAffectedRows < step) return;
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
