import Database from 'libsql';
import { pathToFileURL } from 'node:url';

/**
 * The journal's file read by another program, as it lies there.
 * @param {string} file
 */
export function readJournal(file) {
  // A writer would tidy up the write-ahead log at its end, and the console's own recovery had nothing to do.
  const database = new Database(`${pathToFileURL(file).href}?mode=ro`, { timeout: 5_000 });
  /**
   * @param {string} query
   * @param {...string} parameters
   * @returns {Record<string, unknown>[]}
   */
  const rows = (query, ...parameters) =>
    database
      .prepare(query)
      .all(parameters)
      .map((row) => ({ ...(typeof row === 'object' ? row : {}) }));
  return {
    /** @param {string} id */
    record: (id) => rows('SELECT * FROM cancellations WHERE id = ?', id)[0],
    /** @param {string} target `application/deployment` */
    openFor: (target) =>
      rows(
        "SELECT id FROM cancellations WHERE application_id || '/' || deployment_id = ? AND outcome IS NULL",
        target,
      ).length,
    all: () => rows('SELECT * FROM cancellations ORDER BY seq'),
    deployments: () =>
      rows("SELECT application_id || '/' || deployment_id || ' ' || name AS text FROM deployments").map(
        ({ text }) => String(text),
      ),
    /** Events that do not tell each record's life exactly once. */
    oddEvents: () =>
      rows(`SELECT c.id FROM cancellations c LEFT JOIN events e ON e.cancellation_id = c.id GROUP BY c.id
        HAVING sum(e.kind = 'requested') IS NOT 1 OR sum(e.kind = 'settled') IS NOT (c.outcome IS NOT NULL)`),
    integrity: () => String(Object.values(rows('PRAGMA integrity_check')[0] ?? {})[0]),
    foreignKeys: () => rows('PRAGMA foreign_key_check').length,
    close: () => database.close(),
  };
}

/**
 * Keeps every other writer out until the answer is called: what the console then writes has to wait.
 * @param {string} file
 */
export function holdWriter(file) {
  const database = new Database(file, { timeout: 5_000 });
  database.exec('BEGIN IMMEDIATE');
  return () => {
    database.exec('ROLLBACK');
    database.close();
  };
}
