import Database from 'libsql';

/**
 * A file beside the console's, with the same journal mode, into which a row of a record's size is inserted and then
 * updated: each a durable commit, the intent before the DELETE and the outcome after it.
 * @param {string} file
 */
export function openCommits(file) {
  const database = new Database(file);
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;');
  database.exec('CREATE TABLE records (id TEXT PRIMARY KEY, intent TEXT, outcome TEXT)');
  const insert = database.prepare('INSERT INTO records (id, intent) VALUES (?, ?)');
  const update = database.prepare('UPDATE records SET outcome = ? WHERE id = ?');
  return {
    insert: (/** @type {string} */ id) => insert.run([id, 'x'.repeat(400)]),
    update: (/** @type {string} */ id) => update.run(['x'.repeat(100), id]),
    close: () => database.close(),
  };
}
