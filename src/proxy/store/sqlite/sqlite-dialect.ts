import { requestedTrigger, type Dialect, type Trigger } from '../dialect';

function trigger({ name, event, when, statement }: Trigger): string[] {
  const condition = when === undefined ? '' : `WHEN ${when} `;
  return [`CREATE TRIGGER ${name} ${event} ${condition}BEGIN ${statement}; END`];
}

export const dialect: Dialect = {
  serial: 'INTEGER PRIMARY KEY AUTOINCREMENT',
  integer: 'INTEGER',
  text: 'TEXT',
  fiveMinutesBefore: (instant) => `strftime('%Y-%m-%dT%H:%M:%fZ', ${instant}, '-5 minutes')`,
  trigger,
  dropTrigger: (name) => `DROP TRIGGER ${name}`,
  refuse: (message) => `SELECT RAISE(ABORT, '${message}')`,
  inTurnRule: (refused) => [
    'DROP TRIGGER IF EXISTS cancellations_in_turn',
    `CREATE TRIGGER cancellations_in_turn BEFORE INSERT ON cancellations WHEN ${refused} BEGIN
      SELECT RAISE(IGNORE);
    END`,
  ],
  journalRules: [
    `CREATE VIRTUAL TABLE cancellations_search
      USING fts5(search, content='cancellations', content_rowid='seq', tokenize='trigram case_sensitive 1')`,
    ...trigger({
      ...requestedTrigger,
      statement: `${requestedTrigger.statement};
        INSERT INTO cancellations_search (rowid, search) VALUES (NEW.seq, NEW.search)`,
    }),
    ...trigger({
      name: 'cancellations_reworded',
      shared: '',
      event: 'AFTER UPDATE ON cancellations',
      when: 'NEW.search <> OLD.search',
      statement: `INSERT INTO cancellations_search (cancellations_search, rowid, search)
          VALUES ('delete', OLD.seq, OLD.search);
        INSERT INTO cancellations_search (rowid, search) VALUES (NEW.seq, NEW.search)`,
    }),
  ],
  // `sqlite-search.ts` writes the text index.
  batchRules: [
    'DROP TRIGGER cancellations_requested',
    'DROP TRIGGER cancellations_reworded',
    ...trigger(requestedTrigger),
  ],
  // The lock of the file tells.
  leaseRules: [],
  deletionRule: ({ table, allowed, message }) => [
    `DROP TRIGGER IF EXISTS ${table}_kept`,
    `CREATE TRIGGER ${table}_kept BEFORE DELETE ON ${table} WHEN NOT (${allowed}) BEGIN
      SELECT RAISE(ABORT, '${message}');
    END`,
  ],
  lookedUpByIndex: () => [],
  accountRules: [
    // A record that is in the text index leaves it too; `sqlite-search.ts` has written its text there as it stands.
    ...trigger({
      name: 'cancellations_unindexed',
      shared: '',
      event: 'AFTER DELETE ON cancellations',
      when: 'OLD.seq <= (SELECT coalesce(max(id), 0) FROM cancellations_search_docsize)',
      statement: `INSERT INTO cancellations_search (cancellations_search, rowid, search)
        VALUES ('delete', OLD.seq, OLD.search)`,
    }),
  ],
};
