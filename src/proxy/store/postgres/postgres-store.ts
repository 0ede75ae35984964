import { Kysely, PostgresDialect, sql, type PostgresPool } from 'kysely';
import { Client, types, type ClientConfig } from 'pg';
import { jsonMembers, type Backend } from '../backend';
import { selectPage } from '../journal-reader';
import { toJsonChunks } from '../deployment-lookup';
import { migrations, requireKnownVersion } from '../migrations';
import { dialect, lockSpace } from './postgres-dialect';
import { keepInstance, type Instance } from './postgres-instance';
import { connectionSettings, createPool, prepareSession } from './postgres-pool';
import { refuseSharedSessions } from './postgres-pooler';
import { searchPage, searchSettings } from './postgres-search';
import { dbErrorMessage } from '../db-error-message';
import type { Tables } from '../schema';
import { StoreUnusable } from '../store';

const migrationLock = `SELECT pg_advisory_xact_lock(${lockSpace}, -1)`;
/** Building an index over a long journal, or waiting for another console that does. */
const migrationTimeoutMs = 600_000;

/** Longer than the server gives a search. */
const searchTimeoutMs = 7_000;

/** Connects to a PostgreSQL database that several consoles may share. Rejects with `StoreUnusable`. */
export async function openPostgres(databaseUrl: string, now: () => Date): Promise<Backend> {
  const config = settings(databaseUrl);
  const pool = createPool(config, 10);
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
  const searchPool = createPool({ ...config, query_timeout: searchTimeoutMs }, 2, searchSettings);
  const searches = new Kysely<Tables>({ dialect: new PostgresDialect({ pool: searchPool }) });
  try {
    await refuseSharedSessions(config);
    await migrate(config);
    const listeners = new Set<() => void>();
    const instance = keepInstance(config, now, () => listeners.forEach((listener) => listener()));
    await instance.instance();
    return backend({ db, searches }, [pool, searchPool], instance, listeners);
  } catch (error) {
    await pool.end();
    await searchPool.end();
    if (error instanceof StoreUnusable) throw error;
    throw unusable(databaseUrl, dbErrorMessage(error));
  }
}

function settings(databaseUrl: string): ClientConfig {
  if (!URL.canParse(databaseUrl)) throw unusable(databaseUrl, 'its address is malformed.');
  return {
    ...connectionSettings,
    connectionString: databaseUrl,
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
async function migrate(config: ClientConfig): Promise<void> {
  const client = new Client({ ...config, query_timeout: migrationTimeoutMs });
  client.on('error', () => {});
  await client.connect();
  try {
    await prepareSession(client, { statement_timeout: '0', lock_timeout: '0', transaction_timeout: '0' });
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
    requireKnownVersion(version);
    for (const statement of migrations.slice(version).flatMap((migration) => migration(dialect)))
      await client.query(statement);
    if (version < migrations.length) {
      await client.query('DELETE FROM fuse_console_version');
      await client.query('INSERT INTO fuse_console_version (version) VALUES ($1)', [migrations.length]);
    }
    await indexText(client);
    await client.query('COMMIT');
  } finally {
    await client.end();
  }
}

/** The text search works without this index, only slower: not every user may create the extension. */
async function indexText(client: Client): Promise<void> {
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
  { db, searches }: { db: Kysely<Tables>; searches: Kysely<Tables> },
  pools: PostgresPool[],
  instance: Instance,
  listeners: Set<() => void>,
): Backend {
  return {
    db,
    ...instance,
    certainTime: sql`to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`,
    onEvent(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    // The database tells every console by itself.
    changed: () => {},
    jsonRows: (json) => sql`json_array_elements(${json}::json) AS item (value)`,
    json: {
      object: (members) => sql`json_build_object(${jsonMembers(members)})::text`,
      parse: (text) => sql`${text}::json`,
      member: (text, name) => sql`${text}::json ->> ${sql.lit(name)}`,
    },
    // The server takes the JSON apart, and only another change of the list waits for that.
    async stageRows(rows) {
      const columns = sql.join(
        [0, 1, 2, 3, 4, 5, 6].map((column) => sql`value ->> ${sql.lit(column)} AS ${sql.ref(`c${column}`)}`),
      );
      return {
        tables: (await toJsonChunks(rows)).map(
          (chunk) => sql`(SELECT ${columns} FROM json_array_elements(${chunk}::json) AS value) AS staged`,
        ),
        drop: () => Promise.resolve(),
      };
    },
    readPage: (query) =>
      query.text === '' ? selectPage(db, query).execute() : searchPage(searches, db, query),
    counting: { byTime: sql``, queryMs: 200 },
    async close() {
      await instance.close();
      await searches.destroy();
      await db.destroy();
      // Kysely leaves alone a pool that it never used.
      for (const pool of pools) await pool.end();
    },
  };
}
