import { requestedTrigger, type Dialect, type Trigger } from '../dialect';

/** The first key of our advisory locks: "FuCC". */
export const lockSpace = 0x46754343;

/** A function of PL/pgSQL for triggers, in the place of an older one of its name. */
const triggerFunction = (name: string, body: string) =>
  `CREATE OR REPLACE FUNCTION fuse_console_${name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    ${body}
  END $$`;

function trigger({ name, shared, event, when, statement }: Trigger): string[] {
  const condition = when === undefined ? '' : `WHEN (${when}) `;
  return [
    triggerFunction(shared, `${statement}; RETURN NULL;`),
    `CREATE TRIGGER ${name} ${event} FOR EACH ROW ${condition}EXECUTE FUNCTION fuse_console_${shared}()`,
  ];
}

const oneWriter = (table: string, changes: string, lock = 'one_writer') =>
  `CREATE TRIGGER ${table}_one_writer BEFORE ${changes} ON ${table}
    FOR EACH STATEMENT EXECUTE FUNCTION fuse_console_${lock}()`;

export const dialect: Dialect = {
  serial: 'bigserial PRIMARY KEY',
  integer: 'integer',
  // Byte order: the order of ISO instants, and an index that LIKE can use.
  text: 'text COLLATE "C"',
  fiveMinutesBefore: (instant) =>
    `to_char((${instant}::timestamptz - interval '5 minutes') AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`,
  trigger,
  dropTrigger: (name, table) => `DROP TRIGGER ${name} ON ${table}`,
  refuse: (message) => `RAISE EXCEPTION '${message}'`,
  inTurnRule: (refused) => [
    triggerFunction('in_turn', `IF (${refused}) THEN RETURN NULL; END IF; RETURN NEW;`),
  ],
  journalRules: [
    // One writer at a time from before the first row to the commit, so that events become visible in the
    // order of their numbers. A statement's trigger takes it before any row lock: no deadlock.
    triggerFunction('one_writer', `PERFORM pg_advisory_xact_lock(${lockSpace}, -2); RETURN NULL;`),
    oneWriter('cancellations', 'INSERT OR UPDATE'),
    oneWriter('events', 'INSERT'),
    // A console whose connection with the lock broke unnoticed looks dead to the others: it claims nothing.
    triggerFunction(
      'alive',
      `IF pg_try_advisory_xact_lock(${lockSpace}, NEW.instance) THEN
        RAISE EXCEPTION 'this console lost its lock in the database';
      END IF;
      RETURN NEW;`,
    ),
    `CREATE TRIGGER cancellations_alive BEFORE INSERT ON cancellations
      FOR EACH ROW EXECUTE FUNCTION fuse_console_alive()`,
    triggerFunction('told', `PERFORM pg_notify('fuse_console', ''); RETURN NULL;`),
    `CREATE TRIGGER events_told AFTER INSERT ON events
      FOR EACH STATEMENT EXECUTE FUNCTION fuse_console_told()`,
    ...trigger(requestedTrigger),
  ],
  batchRules: [
    ...['applications', 'deployments', 'batches', 'batch_targets'].map((table) =>
      oneWriter(table, 'INSERT OR UPDATE OR DELETE'),
    ),
    `CREATE TRIGGER cancellations_in_turn BEFORE INSERT ON cancellations
      FOR EACH ROW EXECUTE FUNCTION fuse_console_in_turn()`,
  ],
  leaseRules: [
    // By the database's clock. A console of an older release writes no heartbeat: its lock alone tells of it.
    'ALTER TABLE instances ADD COLUMN seen_at timestamptz',
    'ALTER TABLE instances ADD COLUMN ended_at timestamptz',
    // Each claim is a sign of life, and refused to a console that was taken for gone.
    triggerFunction(
      'alive',
      `UPDATE instances SET seen_at = CASE WHEN seen_at IS NOT NULL THEN clock_timestamp() END
        WHERE instance = NEW.instance AND ended_at IS NULL;
      IF NOT FOUND THEN
        RAISE EXCEPTION 'another console has taken this one for gone';
      END IF;
      RETURN NEW;`,
    ),
    // Changes of the saved list wait for one another, and for the other writers only to tell of it at their end: an
    // import of thousands holds up no claim. In this order, and never the other way round.
    triggerFunction('one_list_writer', `PERFORM pg_advisory_xact_lock(${lockSpace}, -3); RETURN NULL;`),
    ...['applications', 'deployments'].flatMap((table) => [
      `DROP TRIGGER ${table}_one_writer ON ${table}`,
      oneWriter(table, 'INSERT OR UPDATE OR DELETE', 'one_list_writer'),
    ]),
    // The check of health waits for the writer's lock as each claim does.
    oneWriter('health', 'INSERT OR UPDATE'),
  ],
  deletionRule: ({ table, allowed, message }) => [
    triggerFunction(
      `${table}_kept`,
      `IF NOT (${allowed}) THEN RAISE EXCEPTION '${message}'; END IF; RETURN OLD;`,
    ),
    `DROP TRIGGER IF EXISTS ${table}_kept ON ${table}`,
    `CREATE TRIGGER ${table}_kept BEFORE DELETE ON ${table}
      FOR EACH ROW EXECUTE FUNCTION fuse_console_${table}_kept()`,
  ],
  lookedUpByIndex: (table, column) => [`ALTER TABLE ${table} ALTER COLUMN ${column} SET (n_distinct = -1)`],
  // The tables are new ones, without the triggers of those whose names they have.
  accountRules: ['applications', 'deployments'].map((table) =>
    oneWriter(table, 'INSERT OR UPDATE OR DELETE', 'one_list_writer'),
  ),
};
