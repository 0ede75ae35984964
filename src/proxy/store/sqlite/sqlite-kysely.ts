import type Database from 'libsql';
import {
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type QueryResult,
} from 'kysely';
import { setTimeout } from 'node:timers/promises';
import { isBusy } from './sqlite-file';

const cacheSize = 200;
/** So long a write waits, altogether, for a lock that another program holds. */
const lockWaitMs = 2_000;
const firstPauseMs = 5;
const longestPauseMs = 100;

/** What SQLite does outside of a transaction of its own, or without a lock that others could hold. */
const writesNothing = /^\s*(?:select|pragma)\b/i;

interface Hooks {
  /** Runs before each transaction that writes, and refuses it by throwing. */
  beforeWrite: () => void;
  /** Runs after the last one. */
  beforeClose: () => void;
}

/**
 * Kysely's dialect for one libsql connection, and what closes it: Kysely leaves alone a driver that it never used.
 *
 * libsql does everything in the event loop's own thread, so a wait for another program's lock inside of SQLite would
 * stop the whole console. The lock is therefore asked for without waiting, again and again, and what only reads goes
 * on meanwhile.
 *
 * libsql does not reset a prepared statement that waits in vain for a lock. SQLite counts it as being in progress
 * from then on, and commits nothing that is written on the connection, without a word. So a prepared statement
 * never waits: the lock is taken before each write, by `exec`, which leaves nothing behind.
 */
export function sqliteConnection(
  database: Database.Database,
  hooks: Hooks,
): { dialect: Dialect; close: () => Promise<void> } {
  const driver = createDriver(database, hooks);
  const dialect: Dialect = {
    createDriver: () => driver,
    createQueryCompiler: () => new SqliteQueryCompiler(),
    createAdapter: () => new SqliteAdapter(),
    createIntrospector: (db) => new SqliteIntrospector(db),
  };
  return { dialect, close: () => driver.destroy() };
}

/** The time in which one write has the connection to itself. */
interface Turn {
  /** From then on the lock is not waited for, by `performance.now()`. It is asked for once in any case. */
  deadline: number;
  end: () => void;
  ended: Promise<void>;
}

function createDriver(database: Database.Database, { beforeWrite, beforeClose }: Hooks): Driver {
  const run = createRunner(database);
  /** The end of the last write in the queue. */
  let lastWrite: Promise<void> = Promise.resolve();
  /** The transaction that is open on the connection: what is not committed is for its own statements only. */
  let transaction: { owner: DatabaseConnection; turn: Turn } | undefined;
  let closed = false;

  /** Waits for the writes that came before. */
  async function takeTurn(): Promise<Turn> {
    refuseClosed();
    const deadline = performance.now() + lockWaitMs;
    const before = lastWrite;
    let end = () => {};
    const ended = new Promise<void>((resolve) => (end = resolve));
    lastWrite = ended;
    await before;
    if (closed) end();
    refuseClosed();
    return { deadline, end, ended };
  }

  function refuseClosed(): void {
    if (closed) throw new Error('The database is closed.');
  }

  async function begin(owner: DatabaseConnection): Promise<void> {
    const turn = await takeTurn();
    try {
      await lock(turn.deadline);
    } catch (error) {
      turn.end();
      throw error;
    }
    transaction = { owner, turn };
  }

  async function lock(deadline: number): Promise<void> {
    for (let pause = firstPauseMs; ; pause = Math.min(2 * pause, longestPauseMs)) {
      beforeWrite();
      try {
        database.exec('BEGIN IMMEDIATE');
        return;
      } catch (error) {
        if (!isBusy(error) || performance.now() > deadline) throw error;
      }
      await setTimeout(pause);
    }
  }

  function commit(): void {
    database.exec('COMMIT');
    endTransaction();
  }

  function rollback(): void {
    try {
      // SQLite itself has rolled back already after some errors, a full disk for one.
      if (database.inTransaction) database.exec('ROLLBACK');
    } finally {
      endTransaction();
    }
  }

  function endTransaction(): void {
    transaction?.turn.end();
    transaction = undefined;
  }

  async function transactionEnd(): Promise<void> {
    if (transaction === undefined) return;
    await transaction.turn.ended;
    return transactionEnd();
  }

  const createConnection = (): DatabaseConnection => {
    const connection: DatabaseConnection = {
      async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
        if (transaction?.owner === connection) return run<R>(query);
        if (writesNothing.test(query.sql)) {
          await transactionEnd();
          refuseClosed();
          return run<R>(query);
        }
        await begin(connection);
        try {
          const result = run<R>(query);
          commit();
          return result;
        } catch (error) {
          rollback();
          throw error;
        }
      },
      streamQuery() {
        throw new Error('Rows are read page by page, never as a stream.');
      },
    };
    return connection;
  };

  return {
    init: () => Promise.resolve(),
    acquireConnection: () => Promise.resolve(createConnection()),
    beginTransaction: begin,
    commitTransaction: async () => commit(),
    rollbackTransaction: async () => rollback(),
    releaseConnection: () => Promise.resolve(),
    async destroy() {
      const turn = await takeTurn();
      closed = true;
      try {
        beforeClose();
      } finally {
        database.close();
        turn.end();
      }
    },
  };
}

/** Runs a query with the prepared statements kept. */
function createRunner(database: Database.Database) {
  const cache = new Map<string, Database.Statement>();

  function prepare(text: string): Database.Statement {
    let statement = cache.get(text);
    if (statement === undefined) {
      statement = database.prepare(text);
      if (cache.size >= cacheSize) cache.clear();
      cache.set(text, statement);
    }
    return statement;
  }

  return function run<R>({ sql, parameters }: CompiledQuery): QueryResult<R> {
    const statement = prepare(sql);
    checkParameters(parameters);
    if (statement.reader) return { rows: Object(statement.all([...parameters])) };
    const { changes } = statement.run([...parameters]);
    return { numAffectedRows: BigInt(changes), rows: [] };
  };
}

/** libsql ends the whole process when it is given a boolean or an undefined. */
function checkParameters(parameters: readonly unknown[]): void {
  for (const value of parameters)
    if (value !== null && typeof value !== 'string' && typeof value !== 'number')
      throw new TypeError(`A ${typeof value} cannot be bound to a statement.`);
}
