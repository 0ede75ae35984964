import { CompiledQuery, Kysely, PostgresDialect, sql } from 'kysely';
import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { Pool, types, type ClientConfig, type PoolClient } from 'pg';
import type { Backend } from './backend';
import { batchEvent, finalColumns, migrations, outOfTurn, type Dialect } from './migrations';
import { holdInstance } from './postgres-instance';
import { page } from './postgres-page';
import { reason } from './reason';
import type { Tables } from './schema';
import { StoreUnusable } from './store';

/** The first key of our advisory locks: "FuCC". */
const lockSpace = 0x46754343;
/** A console that has lost its connection is back sooner, if it lives. */
const graceMs = 1_000;
const migrationLock = `SELECT pg_advisory_xact_lock(${lockSpace}, -1)`;

/**
 * Whatever the server's defaults: a commit that is answered is on disk, a claim that lost a race finds the
 * record that won it, and nothing waits for ever.
 */
const session = `SET synchronous_commit = on;
  SET default_transaction_isolation = 'read committed';
  SET statement_timeout = '15s'`;

export const dialect: Dialect = {
  serial: 'bigserial PRIMARY KEY',
  integer: 'integer',
  // Byte order: the order of ISO instants, and an index that LIKE can use.
  text: 'text COLLATE "C"',
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
};

/** Connects to a PostgreSQL database that several consoles may share. Rejects with `StoreUnusable`. */
export async function openPostgres(databaseUrl: string, now: () => Date): Promise<Backend> {
  const config = settings(databaseUrl);
  const pool = new Pool({ ...config, max: 10 });
  // A connection that breaks while idle is replaced at its next use.
  pool.on('error', () => {});
  try {
    await migrate(pool);
    const at = now().toISOString();
    const {
      rows: [row],
    } = await pool.query<{ instance: number }>(
      'INSERT INTO instances (started_at) VALUES ($1) RETURNING instance',
      [at],
    );
    if (row === undefined) throw new Error('it gave no instance number.');
    const told = new Set<() => void>();
    const holder = holdInstance(config, [lockSpace, row.instance], () => told.forEach((tell) => tell()));
    await holder.held();
    return backend(pool, row.instance, holder, told);
  } catch (error) {
    await pool.end();
    if (error instanceof StoreUnusable) throw error;
    throw unusable(databaseUrl, reason(error));
  }
}

function settings(databaseUrl: string): ClientConfig {
  if (!URL.canParse(databaseUrl)) throw unusable(databaseUrl, 'its address is malformed.');
  return {
    connectionString: databaseUrl,
    connectionTimeoutMillis: 5000,
    keepAlive: true,
    // Longer than the server gives a statement: a network that went silent.
    query_timeout: 20_000,
    application_name: 'fuse-cancel-console',
    types: { getTypeParser },
  };
}

/** bigint comes as a number: ours stay far below 2^53. */
export function getTypeParser(oid: number, format?: 'text' | 'binary'): (value: string) => unknown {
  const bigint: number = types.builtins.INT8;
  if (oid === bigint) return Number;
  const parse: (value: string) => unknown = types.getTypeParser(oid, format);
  return parse;
}

function unusable(databaseUrl: string, why: string): StoreUnusable {
  let address = 'at DATABASE_URL';
  let password = '';
  if (URL.canParse(databaseUrl)) {
    const url = new URL(databaseUrl);
    try {
      password = decodeURIComponent(url.password);
    } catch {
      password = url.password;
    }
    address = `${url.protocol}//${url.username ? `${url.username}@` : ''}${url.host}${url.pathname}`;
  }
  const shown = password === '' ? why : why.replaceAll(password, '…');
  return new StoreUnusable(`The database ${address} cannot be used: ${shown}`);
}

/** Checks the server and brings the tables up to date; consoles that start at once take turns. */
async function migrate(pool: Pool): Promise<void> {
  const client = await pool.connect();
  try {
    for (const [name, expected] of [
      ['fsync', 'on'],
      ['server_encoding', 'UTF8'],
    ] as const) {
      const { rows } = await client.query<{ value: string }>('SELECT current_setting($1) AS value', [name]);
      if (rows[0]?.value !== expected) throw new Error(`its setting ${name} must be ${expected}.`);
    }
    await client.query('BEGIN');
    await client.query(migrationLock);
    await client.query('CREATE TABLE IF NOT EXISTS fuse_console_version (version integer NOT NULL)');
    const { rows } = await client.query<{ version: number }>('SELECT version FROM fuse_console_version');
    const version = rows[0]?.version ?? 0;
    if (version > migrations.length)
      throw new Error(
        `it was written by a newer console (its format is ${version}, this console knows ${migrations.length}).`,
      );
    for (const statement of migrations.slice(version).flatMap((migration) => migration(dialect)))
      await client.query(statement);
    if (version < migrations.length) {
      await client.query('DELETE FROM fuse_console_version');
      await client.query('INSERT INTO fuse_console_version (version) VALUES ($1)', [migrations.length]);
    }
    await indexText(client);
    await client.query('COMMIT');
    client.release();
  } catch (error) {
    client.release(true);
    throw error;
  }
}

/** The text search works without this index, only slower: not every user may create the extension. */
async function indexText(client: PoolClient): Promise<void> {
  await client.query('SAVEPOINT text_index');
  try {
    await client.query('CREATE EXTENSION IF NOT EXISTS pg_trgm');
    await client.query(
      'CREATE INDEX IF NOT EXISTS cancellations_search ON cancellations USING gin (search gin_trgm_ops)',
    );
  } catch {
    await client.query('ROLLBACK TO SAVEPOINT text_index');
  }
}

function backend(
  pool: Pool,
  instance: number,
  holder: ReturnType<typeof holdInstance>,
  told: Set<() => void>,
): Backend {
  const historyId = randomUUID();
  const db = new Kysely<Tables>({
    dialect: new PostgresDialect({
      pool,
      onCreateConnection: async (connection) => {
        await connection.executeQuery(CompiledQuery.raw(session));
      },
    }),
  });
  return {
    db,
    async instance() {
      await holder.held();
      return instance;
    },
    async grace(instances) {
      const { rows } = await sql`
        SELECT FROM unnest(${instances}::integer[]) AS instance
        WHERE NOT EXISTS (
          SELECT FROM pg_locks l JOIN pg_database d ON d.oid = l.database AND d.datname = current_database()
          WHERE l.locktype = 'advisory' AND l.classid = ${lockSpace} AND l.objid = instance::oid AND l.granted
        )`.execute(db);
      if (rows.length > 0) await setTimeout(graceMs);
    },
    async deadInstances(tx, instances) {
      const { rows } = await sql<{ instance: number }>`
        SELECT instance FROM unnest(${instances}::integer[]) AS instance
        WHERE pg_try_advisory_xact_lock(${lockSpace}, instance)`.execute(tx);
      return rows.map((row) => row.instance);
    },
    historyId: () => Promise.resolve(historyId),
    onEvent(listener) {
      told.add(listener);
      return () => void told.delete(listener);
    },
    // The database tells every console by itself.
    changed: () => {},
    page: (query) => page(db, query),
    async close() {
      await holder.release();
      await db.destroy();
      // Kysely leaves alone a pool that it never used.
      if (!pool.ending) await pool.end();
    },
  };
}
