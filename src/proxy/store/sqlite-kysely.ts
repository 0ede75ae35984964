import type Database from 'libsql';
import type { SqliteDatabase, SqliteStatement } from 'kysely';

const cacheSize = 200;

/** libsql as Kysely's driver wants it, with the prepared statements kept. */
export function kyselyDatabase(database: Database.Database): SqliteDatabase {
  const cache = new Map<string, SqliteStatement>();
  return {
    prepare(text) {
      // A deferred transaction that turns to writing can fail halfway when another program writes.
      const source = text === 'begin' ? 'BEGIN IMMEDIATE' : text;
      // SQLite itself has rolled back already after some errors, a full disk for one.
      if (text === 'rollback' && !database.inTransaction) return nothing;
      let statement = cache.get(source);
      if (statement === undefined) {
        statement = checked(database.prepare(source));
        if (cache.size >= cacheSize) cache.clear();
        cache.set(source, statement);
      }
      return statement;
    },
    close() {
      cache.clear();
      database.close();
    },
  };
}

const nothing: SqliteStatement = {
  reader: false,
  all: () => [],
  run: () => ({ changes: 0, lastInsertRowid: 0 }),
  iterate: () => [][Symbol.iterator](),
};

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
