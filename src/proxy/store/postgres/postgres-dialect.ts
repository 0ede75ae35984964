import { batchEvent, finalColumns, outOfTurn, type Dialect } from '../migrations';

/** The first key of our advisory locks: "FuCC". */
export const lockSpace = 0x46754343;
/** Taken by each transaction that writes events, until it ends. */
export const writerLock = `SELECT pg_advisory_xact_lock(${lockSpace}, -2)`;

export const dialect: Dialect = {
  serial: 'bigserial PRIMARY KEY',
  integer: 'integer',
  // Byte order: the order of ISO instants, and an index that LIKE can use.
  text: 'text COLLATE "C"',
  fiveMinutesBefore: (instant) =>
    `to_char((${instant}::timestamptz - interval '5 minutes') AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`,
  journalRules: [
    // One writer at a time from before the first row to the commit, so that events become visible in the
    // order of their numbers. A statement's trigger takes it before any row lock: no deadlock.
    `CREATE FUNCTION fuse_console_one_writer() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
      PERFORM pg_advisory_xact_lock(${lockSpace}, -2);
      RETURN NULL;
    END $$`,
    `CREATE TRIGGER cancellations_one_writer BEFORE INSERT OR UPDATE ON cancellations
      FOR EACH STATEMENT EXECUTE FUNCTION fuse_console_one_writer()`,
    `CREATE TRIGGER events_one_writer BEFORE INSERT ON events
      FOR EACH STATEMENT EXECUTE FUNCTION fuse_console_one_writer()`,
    // A console whose connection with the lock broke unnoticed looks dead to the others: it claims nothing.
    `CREATE FUNCTION fuse_console_alive() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
      IF pg_try_advisory_xact_lock(${lockSpace}, NEW.instance) THEN
        RAISE EXCEPTION 'this console lost its lock in the database';
      END IF;
      RETURN NEW;
    END $$`,
    `CREATE TRIGGER cancellations_alive BEFORE INSERT ON cancellations
      FOR EACH ROW EXECUTE FUNCTION fuse_console_alive()`,
    `CREATE FUNCTION fuse_console_told() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
      PERFORM pg_notify('fuse_console', '');
      RETURN NULL;
    END $$`,
    `CREATE TRIGGER events_told AFTER INSERT ON events
      FOR EACH STATEMENT EXECUTE FUNCTION fuse_console_told()`,
    `CREATE FUNCTION fuse_console_requested() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
      INSERT INTO events (realm, type, kind, cancellation_id, at, person)
        VALUES (NEW.realm, 'cancellation', 'requested', NEW.id, NEW.requested_at, NEW.person);
      RETURN NULL;
    END $$`,
    `CREATE TRIGGER cancellations_requested AFTER INSERT ON cancellations
      FOR EACH ROW EXECUTE FUNCTION fuse_console_requested()`,
    `CREATE FUNCTION fuse_console_final() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
      RAISE EXCEPTION 'a settled cancellation never changes, and none is ever deleted';
    END $$`,
    `CREATE TRIGGER cancellations_final BEFORE UPDATE OF ${finalColumns} ON cancellations
      FOR EACH ROW WHEN (OLD.outcome IS NOT NULL) EXECUTE FUNCTION fuse_console_final()`,
    `CREATE TRIGGER cancellations_kept BEFORE DELETE ON cancellations
      FOR EACH ROW EXECUTE FUNCTION fuse_console_final()`,
    `CREATE FUNCTION fuse_console_settled() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
      INSERT INTO events (realm, type, kind, cancellation_id, at)
        VALUES (NEW.realm, 'cancellation', 'settled', NEW.id, NEW.settled_at);
      RETURN NULL;
    END $$`,
    `CREATE TRIGGER cancellations_settled AFTER UPDATE OF outcome ON cancellations
      FOR EACH ROW WHEN (NEW.outcome IS NOT NULL) EXECUTE FUNCTION fuse_console_settled()`,
  ],
  batchRules: [
    ...['applications', 'deployments', 'batches', 'batch_targets'].map(
      (table) => `CREATE TRIGGER ${table}_one_writer BEFORE INSERT OR UPDATE OR DELETE ON ${table}
        FOR EACH STATEMENT EXECUTE FUNCTION fuse_console_one_writer()`,
    ),
    `CREATE FUNCTION fuse_console_in_turn() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
      IF (${outOfTurn}) THEN RETURN NULL; END IF;
      RETURN NEW;
    END $$`,
    `CREATE TRIGGER cancellations_in_turn BEFORE INSERT ON cancellations
      FOR EACH ROW EXECUTE FUNCTION fuse_console_in_turn()`,
    `CREATE FUNCTION fuse_console_batch_final() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
      RAISE EXCEPTION 'a batch that is over never changes, nor what belongs to it';
    END $$`,
    `CREATE TRIGGER batches_final BEFORE UPDATE ON batches
      FOR EACH ROW WHEN (OLD.state <> 'running') EXECUTE FUNCTION fuse_console_batch_final()`,
    `CREATE TRIGGER cancellations_batch_final BEFORE UPDATE OF batch_id ON cancellations
      FOR EACH ROW EXECUTE FUNCTION fuse_console_batch_final()`,
    `CREATE FUNCTION fuse_console_batch_changed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
      ${batchEvent};
      RETURN NULL;
    END $$`,
    `CREATE TRIGGER events_of_batch AFTER INSERT ON events
      FOR EACH ROW WHEN (NEW.kind IN ('requested', 'settled')) EXECUTE FUNCTION fuse_console_batch_changed()`,
  ],
  inTurnRule: (refused) => [
    `CREATE OR REPLACE FUNCTION fuse_console_in_turn() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
      IF (${refused}) THEN RETURN NULL; END IF;
      RETURN NEW;
    END $$`,
  ],
  leaseRules: [
    // By the database's clock. A console of an older release writes no heartbeat: its lock alone tells of it.
    'ALTER TABLE instances ADD COLUMN seen_at timestamptz',
    'ALTER TABLE instances ADD COLUMN ended_at timestamptz',
    // Each claim is a sign of life, and refused to a console that was taken for gone.
    `CREATE OR REPLACE FUNCTION fuse_console_alive() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
      UPDATE instances SET seen_at = CASE WHEN seen_at IS NOT NULL THEN clock_timestamp() END
        WHERE instance = NEW.instance AND ended_at IS NULL;
      IF NOT FOUND THEN
        RAISE EXCEPTION 'another console has taken this one for gone';
      END IF;
      RETURN NEW;
    END $$`,
    // Changes of the saved list wait for one another, and for the other writers only to tell of it at their end: an
    // import of thousands holds up no claim. In this order, and never the other way round.
    `CREATE FUNCTION fuse_console_one_list_writer() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
      PERFORM pg_advisory_xact_lock(${lockSpace}, -3);
      RETURN NULL;
    END $$`,
    ...['applications', 'deployments'].flatMap((table) => [
      `DROP TRIGGER ${table}_one_writer ON ${table}`,
      `CREATE TRIGGER ${table}_one_writer BEFORE INSERT OR UPDATE OR DELETE ON ${table}
        FOR EACH STATEMENT EXECUTE FUNCTION fuse_console_one_list_writer()`,
    ]),
    // The check of health waits for the writer's lock as each claim does.
    `CREATE TRIGGER health_one_writer BEFORE INSERT OR UPDATE ON health
      FOR EACH STATEMENT EXECUTE FUNCTION fuse_console_one_writer()`,
  ],
};
