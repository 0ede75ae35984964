import type { Kysely } from 'kysely';
import type { CancellationRow } from './rows';
import type { Tables } from './schema';
import type { JournalFilter, Realm } from './store';

/** All in which the two databases differ, once open and migrated. */
export interface Backend {
  db: Kysely<Tables>;
  /** This console's number in `instances`; rejects when it can no longer be held. */
  instance: () => Promise<number>;
  /** Waits, where one of these instances seems to be gone, for as long as a living one needs to show itself again. */
  grace: (instances: number[]) => Promise<void>;
  /** Of these instances, the ones whose console no longer runs; holds for the rest of the transaction. */
  deadInstances: (tx: Kysely<Tables>, instances: number[]) => Promise<number[]>;
  /** Calls the listener after new events are committed, by whichever console; the answer stops it. */
  onEvent: (listener: () => void) => () => void;
  /** Names the line that the events' numbers belong to: another name, and the same number can be another event. */
  historyId: () => Promise<string>;
  /** Says that this console has committed an event. */
  changed: () => void;
  page: (query: PageQuery) => Promise<CancellationRow[]>;
  close: () => Promise<void>;
}

/** The newest records that meet every condition, at most `limit`. */
export interface PageQuery {
  realm: Realm;
  filter: Omit<JournalFilter, 'q'>;
  /** A part of `search`, in lower case; empty for any. */
  text: string;
  /** Only records whose `seq` is lower. */
  below: number;
  limit: number;
  /** Where it is aborted, nobody reads the answer any more. */
  signal: AbortSignal | undefined;
}
