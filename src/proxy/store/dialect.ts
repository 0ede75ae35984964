/** The fragments of SQL that the two databases write differently. */
export interface Dialect {
  /** The type of a rising integer key. */
  serial: string;
  integer: string;
  text: string;
  /** The instant five minutes before the one that the expression gives, as ISO text. */
  fiveMinutesBefore: (instant: string) => string;
  trigger: (trigger: Trigger) => string[];
  dropTrigger: (name: string, table: string) => string;
  /** A trigger's statement that fails the change with this message. */
  refuse: (message: string) => string;
  /** What the database does with a new record for which `refused` is true: it is not written. */
  inTurnRule: (refused: string) => string[];
  /** Statements of version 1 for this database alone. */
  journalRules: string[];
  /** The same of version 2. */
  batchRules: string[];
  /** Statements of version 4: how a console shows that it lives. */
  leaseRules: string[];
  /** Lets a row of the table be deleted only where the condition holds, in the place of an older rule. */
  deletionRule: (rule: DeletionRule) => string[];
  /**
   * Has a look-up of one value of this column always read its index. Where few values stand in a column, PostgreSQL takes
   * each of them for frequent and looks for the newest row in the order of time, which is all of the table for a value
   * that is not there.
   */
  lookedUpByIndex: (table: string, column: string) => string[];
  /** Statements of version 5 for this database alone. */
  accountRules: string[];
}

/** A trigger that runs once for each row. */
export interface Trigger {
  name: string;
  /** The name of its function, where the database needs one; triggers that do the same share it. */
  shared: string;
  event: string;
  when?: string;
  statement: string;
}

export interface DeletionRule {
  table: string;
  /** About the row `OLD`; never null. */
  allowed: string;
  /** What a refused deletion fails with. */
  message: string;
}

/** The event that tells of a new record. */
export const requestedTrigger: Trigger = {
  name: 'cancellations_requested',
  shared: 'requested',
  event: 'AFTER INSERT ON cancellations',
  statement: `INSERT INTO events (realm, type, kind, cancellation_id, at, person)
    VALUES (NEW.realm, 'cancellation', 'requested', NEW.id, NEW.requested_at, NEW.person)`,
};
