import type { Expression, Kysely, SqlBool } from 'kysely';
import type { Tables } from './schema';

/** All in which the two databases differ, once open and migrated. */
export interface Backend {
  db: Kysely<Tables>;
  /** This console's number in `instances`; rejects when it can no longer be held. */
  instance: () => Promise<number>;
  /** Of these instances, the ones whose console no longer runs; holds for the rest of the transaction. */
  deadInstances: (tx: Kysely<Tables>, instances: number[]) => Promise<number[]>;
  /** The condition that `search` contains the text, which is in lower case. */
  contains: (folded: string) => Expression<SqlBool>;
  close: () => Promise<void>;
}
