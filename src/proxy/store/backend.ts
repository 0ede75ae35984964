import { sql, type Kysely, type RawBuilder } from 'kysely';
import type { JournalFilters } from '../../contract';
import type { Moment } from './lease';
import type { CancellationRow } from './cancellation-rows';
import type { Tables } from './schema';
import type { Realm } from './store';

/** All in which the two databases differ, once open and migrated. */
export interface Backend {
  db: Kysely<Tables>;
  /**
   * This console's number in `instances`. A console that was taken for gone, and whose open records were settled by
   * another one, goes on under a new number.
   */
  instance: () => Promise<number>;
  /** Of these instances, the ones whose console is gone, from now on for good: it can neither claim nor settle. */
  endGone: (tx: Kysely<Tables>, instances: number[]) => Promise<number[]>;
  /** Whether this console alone decides about what it claimed then: no other one can have taken it for gone. */
  holds: (claimedAt: Moment) => boolean;
  /** How far this machine's clock is ahead of the database's, in milliseconds; null where that is not known. */
  clockAheadMs: () => number | null;
  /** A time, as SQL, that has come for certain: what ended before it may be removed, even if a clock is wrong. */
  certainTime: RawBuilder<string>;
  /** Calls the listener after new events are committed, by whichever console; the answer stops it. */
  onEvent: (listener: () => void) => () => void;
  /** Says that this console has committed an event. */
  changed: () => void;
  /** The items of a JSON array, as a table with the one column `value`: many rows as one parameter. */
  jsonRows: (json: string) => RawBuilder<unknown>;
  json: JsonSql;
  /** Makes many rows ready for the statements of one change, before other writers have to wait for it. */
  stageRows: (rows: readonly StagedRow[]) => Promise<StagedRows>;
  /** The newest records that meet every condition of the query, at most `limit`. */
  readPage: (query: PageQuery) => Promise<CancellationRow[]>;
  /** How counts read the journal, of which one query reads a part. */
  counting: {
    /** After the table's name, where the database must be told to read it by time. */
    byTime: RawBuilder<unknown>;
    /** How long one query may take. SQLite's hold up everything else. */
    queryMs: number;
  };
  close: () => Promise<void>;
}

/** JSON in SQL, whose text each database writes and reads in its own way. */
export interface JsonSql {
  /** The text of an object with these members. */
  object: (members: Record<string, RawBuilder<unknown>>) => RawBuilder<string>;
  /** A text of JSON as a member for `object`. */
  parse: (text: RawBuilder<unknown>) => RawBuilder<unknown>;
  /** A text in an object's text. */
  member: (text: RawBuilder<unknown>, name: string) => RawBuilder<string | null>;
}

/** The arguments of `json_object` and of its like. */
export function jsonMembers(members: Record<string, RawBuilder<unknown>>): RawBuilder<unknown> {
  return sql.join(Object.entries(members).flatMap(([name, value]) => [sql.lit(name), value]));
}

/** At most seven values of one row. */
export type StagedRow = readonly (string | null)[];

export interface StagedRows {
  /** Each a table with the columns `c0` to `c6`; all of them together hold the rows, in no order. */
  tables: RawBuilder<unknown>[];
  drop: () => Promise<void>;
}

export interface PageQuery {
  realm: Realm;
  filter: Omit<JournalFilters, 'q'>;
  /** A part of `search`, in lower case; empty for any. */
  text: string;
  /** Only records whose `seq` is lower. */
  below: number;
  limit: number;
  /** Where it is aborted, nobody reads the answer any more. */
  signal: AbortSignal | undefined;
}
