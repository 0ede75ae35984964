import Database from 'libsql';
import { Kysely, sql } from 'kysely';
import { closeSync, openSync } from 'node:fs';
import { jsonMembers, type Backend } from '../backend';
import { migrations } from '../migrations';
import { nextTurn } from '../../run/next-turn';
import { toJsonChunks } from '../deployment-lookup';
import { age, leaseMs } from '../lease';
import { dbErrorMessage } from '../db-error-message';
import type { Tables } from '../schema';
import { sqliteConnection } from './sqlite-kysely';
import {
  applicationId,
  holdLock,
  inspect,
  locate,
  readPragma,
  readValue,
  watchFiles,
  type Located,
} from './sqlite-file';
import { dialect } from './sqlite-dialect';
import { readPage } from './sqlite-page';
import { createIndexer } from './sqlite-search';
import { StoreUnusable } from '../store';

/** While the console starts or ends, SQLite itself waits so long for another program's lock. */
const lockWaitAtEndsMs = 2000;
/** While it runs nothing may stop the event loop: `sqlite-kysely.ts` waits without blocking. */
const lockWaitWhileRunningMs = 5;

/** Opens a SQLite file as the only console on it. Rejects with `StoreUnusable`. */
export async function openSqlite(databaseUrl: string, now: () => Date): Promise<Backend> {
  const located = locate(databaseUrl);
  let unlock: (() => void) | undefined;
  let database: Database.Database | undefined;
  try {
    // A file without a lock beside it may be anybody's: look first, and leave nothing there if it is not ours.
    if (!located.lockExists) inspect(located);
    unlock = holdLock(located);
    if (located.lockExists) inspect(located);
    database = openDatabase(located);
    migrate(database);
    const instance = register(database, now);
    return backend(database, instance, watchFiles(located), unlock);
  } catch (error) {
    database?.close();
    unlock?.();
    throw error instanceof StoreUnusable ? error : located.unusable(dbErrorMessage(error));
  }
}

function openDatabase(located: Located): Database.Database {
  if (!located.exists) closeSync(openSync(located.file, 'ax', 0o600));
  const database = new Database(located.file, { timeout: lockWaitAtEndsMs });
  database.exec(`PRAGMA busy_timeout = ${lockWaitAtEndsMs}`);
  database.exec('PRAGMA synchronous = FULL');
  database.exec('PRAGMA foreign_keys = ON');
  database.prepare('PRAGMA journal_mode = WAL').all();
  for (const [name, expected] of Object.entries({
    journal_mode: 'wal',
    synchronous: 2,
    foreign_keys: 1,
    busy_timeout: lockWaitAtEndsMs,
  })) {
    const found = readPragma(database, name);
    if (found !== expected)
      throw located.unusable(`it does not keep the setting ${name} = ${expected} but has ${String(found)}.`);
  }
  return database;
}

/** All pending steps in one transaction: a start that is killed in the middle leaves the version before. */
function migrate(database: Database.Database): void {
  database.exec('BEGIN IMMEDIATE');
  try {
    const version = Number(readPragma(database, 'user_version'));
    for (const statement of migrations.slice(version).flatMap((migration) => migration(dialect)))
      database.exec(statement);
    if (version < migrations.length) {
      database.exec(`PRAGMA application_id = ${applicationId}`);
      database.exec(`PRAGMA user_version = ${migrations.length}`);
    }
    database.exec('COMMIT');
  } catch (error) {
    if (database.inTransaction) database.exec('ROLLBACK');
    throw error;
  }
}

function register(database: Database.Database, now: () => Date): number {
  const insert = 'INSERT INTO instances (started_at) VALUES (?) RETURNING instance';
  return Number(readValue(database, insert, [now().toISOString()]));
}

function backend(
  database: Database.Database,
  instance: number,
  checkFiles: () => void,
  unlock: () => void,
): Backend {
  database.exec(`PRAGMA busy_timeout = ${lockWaitWhileRunningMs}`);
  database.exec('PRAGMA temp_store = MEMORY');
  database.exec(
    'CREATE TEMP TABLE staged (piece INTEGER, c0 TEXT, c1 TEXT, c2 TEXT, c3 TEXT, c4 TEXT, c5 TEXT, c6 TEXT)',
  );
  database.exec('CREATE INDEX temp.staged_piece ON staged (piece)');
  const connection = sqliteConnection(database, {
    beforeWrite: checkFiles,
    beforeClose() {
      database.exec(`PRAGMA busy_timeout = ${lockWaitAtEndsMs}`);
      try {
        database.prepare('PRAGMA wal_checkpoint(TRUNCATE)').all();
      } catch {
        // What is left in the log is read from there by the next start.
      }
    },
  });
  const db = new Kysely<Tables>({ dialect: connection.dialect });
  const eventListeners = new Set<() => void>();
  const indexer = createIndexer(db);
  return {
    db,
    async instance() {
      checkFiles();
      return instance;
    },
    // The lock is ours, so every other instance is gone.
    endGone: (_tx, instances) => Promise.resolve(instances),
    holds: (claimedAt) => age(claimedAt) < leaseMs,
    // SQLite's clock is this machine's.
    clockAheadMs: () => null,
    certainTime: sql`strftime('%Y-%m-%dT%H:%M:%fZ', 'now', '-30 days')`,
    onEvent(listener) {
      eventListeners.add(listener);
      return () => void eventListeners.delete(listener);
    },
    // The only console on the file is the only one that writes events.
    changed() {
      eventListeners.forEach((listener) => listener());
      indexer.changed();
    },
    jsonRows: (json) => sql`json_each(${json})`,
    json: {
      object: (members) => sql`json_object(${jsonMembers(members)})`,
      parse: (text) => sql`json(${text})`,
      member: (text, name) => sql`json_extract(${text}, ${sql.lit(`$.${name}`)})`,
    },
    stageRows: stageRowsIn(db),
    readPage: (query) => readPage(db, query),
    // Without statistics SQLite would rather read all records of an outcome.
    counting: { byTime: sql`INDEXED BY cancellations_requested`, queryMs: 8 },
    async close() {
      indexer.stop();
      try {
        await connection.close();
      } finally {
        unlock();
      }
    },
  };
}

/**
 * Rows in a table of the connection's own, written piece by piece: to take JSON apart costs twice as much as the change
 * itself, for which every other writer waits.
 */
function stageRowsIn(db: Kysely<Tables>): Backend['stageRows'] {
  let pieces = 0;
  return async (rows) => {
    const staged: number[] = [];
    for (const chunk of await toJsonChunks(rows)) {
      const piece = (pieces += 1);
      await sql`INSERT INTO temp.staged SELECT ${piece}, value ->> 0, value ->> 1, value ->> 2, value ->> 3,
        value ->> 4, value ->> 5, value ->> 6 FROM json_each(${chunk})`.execute(db);
      staged.push(piece);
      await nextTurn();
    }
    return {
      tables: staged.map((piece) => sql`(SELECT * FROM temp.staged WHERE piece = ${piece})`),
      async drop() {
        for (const piece of staged) await sql`DELETE FROM temp.staged WHERE piece = ${piece}`.execute(db);
      },
    };
  };
}
