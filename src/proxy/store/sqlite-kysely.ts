import type Database from 'libsql';
import type { SqliteDatabase, SqliteStatement } from 'kysely';

const cacheSize = 200;

/** What SQLite does outside of a transaction of its own, or without a lock that others could hold. */
const writesNothing = /^\s*(?:select|pragma)\b/i;

/**
 * libsql as Kysely's driver wants it, with the prepared statements kept.
 *
 * libsql does not reset a prepared statement that waits in vain for a lock. SQLite counts it as being in progress
 * from then on, and commits nothing that is written on the connection, without a word. So a prepared statement
 * never waits: the lock is taken before each write, by `exec`, which leaves nothing behind.
 */
export function kyselyDatabase(database: Database.Database): SqliteDatabase {
  const cache = new Map<string, SqliteStatement>();
  const begin = () => void database.exec('BEGIN IMMEDIATE');
  const commit = () => void database.exec('COMMIT');
  // SQLite itself has rolled back already after some errors, a full disk for one.
  const rollback = () => void (database.inTransaction && database.exec('ROLLBACK'));
  const transaction = new Map([
    ['begin', command(begin)],
    ['commit', command(commit)],
    ['rollback', command(rollback)],
  ]);

  function locked<T>(write: () => T): T {
    if (database.inTransaction) return write();
    begin();
    try {
      const result = write();
      commit();
      return result;
    } catch (error) {
      rollback();
      throw error;
    }
  }

  return {
    prepare(text) {
      let statement = transaction.get(text) ?? cache.get(text);
      if (statement === undefined) {
        const prepared = checked(database.prepare(text));
        statement = writesNothing.test(text)
          ? prepared
          : {
              ...prepared,
              all: (parameters) => locked(() => prepared.all(parameters)),
              run: (parameters) => locked(() => prepared.run(parameters)),
            };
        if (cache.size >= cacheSize) cache.clear();
        cache.set(text, statement);
      }
      return statement;
    },
    close() {
      cache.clear();
      database.close();
    },
  };
}

/** A statement that is run by a function of ours. */
function command(run: () => void): SqliteStatement {
  return {
    reader: false,
    all: () => [],
    run() {
      run();
      return { changes: 0, lastInsertRowid: 0 };
    },
    iterate: () => [][Symbol.iterator](),
  };
}

function checked(statement: Database.Statement): SqliteStatement {
  const { reader } = statement;
  return {
    reader,
    all: (parameters) => statement.all(bindable(parameters)),
    run: (parameters) => statement.run(bindable(parameters)),
    iterate: (parameters) => statement.iterate(bindable(parameters)),
  };
}

/** libsql ends the whole process when it is given a boolean or an undefined. */
function bindable(parameters: readonly unknown[]): unknown[] {
  for (const value of parameters)
    if (value !== null && typeof value !== 'string' && typeof value !== 'number')
      throw new TypeError(`A ${typeof value} cannot be bound to a statement.`);
  return [...parameters];
}
