import Database from 'libsql';
import { copyFileSync, existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { runnerImport } from 'vite';
import { root } from '../../lib/install.mjs';

/**
 * @param {import('libsql').Database} database
 * @param {string} query
 * @param {...string} parameters
 * @returns {Record<string, unknown>[]}
 */
const rowsOf = (database, query, ...parameters) =>
  database
    .prepare(query)
    .all(parameters)
    .map((row) => ({ ...(typeof row === 'object' ? row : {}) }));

/**
 * Reads the journal's file as another program would, without changing it.
 * @param {string} file
 */
export function readJournal(file) {
  // A writer would check-point the write-ahead log when it closes, and leave nothing to the console's own recovery.
  const database = new Database(`${pathToFileURL(file).href}?mode=ro`, { timeout: 5_000 });
  const rows = (/** @type {string} */ query, /** @type {string[]} */ ...parameters) =>
    rowsOf(database, query, ...parameters);
  return {
    /** @param {string} id */
    record: (id) => rows('SELECT * FROM cancellations WHERE id = ?', id)[0],
    /** `missing`, `open` or `settled`; a batch is open while it runs. @param {string} id of either */
    stateOf(id) {
      const [row] = rows(
        `SELECT outcome IS NULL AS open FROM cancellations WHERE id = ?1
          UNION SELECT state = 'running' FROM batches WHERE id = ?1`,
        id,
      );
      return row === undefined ? 'missing' : row['open'] === 1 ? 'open' : 'settled';
    },
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
    /** Records without exactly one `requested` event, and one `settled` event if they are settled. */
    oddEvents: () =>
      rows(`SELECT c.id FROM cancellations c LEFT JOIN events e ON e.cancellation_id = c.id GROUP BY c.id
        HAVING sum(e.kind = 'requested') IS NOT 1 OR sum(e.kind = 'settled') IS NOT (c.outcome IS NOT NULL)`),
    integrity: () => String(Object.values(rows('PRAGMA integrity_check')[0] ?? {})[0]),
    foreignKeys: () => rows('PRAGMA foreign_key_check').length,
    close: () => database.close(),
  };
}

/** The header of a write-ahead log, in bytes; a log of that size is empty. */
const logHead = 32;

/**
 * How far a start had got when it was killed. It reads a copy, because the first program that opens the file recovers
 * it, and that is the console's own work.
 * @param {string} file
 */
export function readStartProgress(file) {
  const folder = mkdtempSync(join(tmpdir(), 'console-crash-'));
  const copy = join(folder, 'console.db');
  for (const end of ['', '-journal', '-wal'])
    if (existsSync(`${file}${end}`)) copyFileSync(`${file}${end}`, `${copy}${end}`);
  const logged = statSync(`${copy}-wal`, { throwIfNoEntry: false })?.size ?? 0;
  const database = new Database(copy);
  const count = (/** @type {string} */ query) => Number(Object.values(rowsOf(database, query)[0] ?? {})[0]);
  try {
    const version = count('PRAGMA user_version');
    return {
      /** The console has locked the file. */
      taken: existsSync(`${file}-lock`),
      version,
      /** The write-ahead log has content, committed or not. */
      logged: logged > logHead,
      starts: version === 0 ? 0 : count('SELECT count(*) FROM instances'),
      open: version === 0 ? 0 : count('SELECT count(*) FROM cancellations WHERE outcome IS NULL'),
    };
  } finally {
    database.close();
    rmSync(folder, { recursive: true });
  }
}

/**
 * Takes the write lock, so that the console's writes have to wait. Returns a function that releases it.
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

/**
 * Creates a database as the first release left it when it was killed: one deployment with an open cancellation.
 * @param {string} file
 */
export async function writeFirstRelease(file) {
  const load = async (/** @type {string} */ name) =>
    (await runnerImport(`${root}src/proxy/store/${name}.ts`, { configFile: false, logLevel: 'error' }))
      .module;
  const [{ migrations }, { dialect }, { applicationId }] = [
    await load('migrations'),
    await load('sqlite/sqlite-dialect'),
    await load('sqlite/sqlite-file'),
  ];
  const database = new Database(file);
  database.prepare('PRAGMA journal_mode = WAL').all();
  const at = '2026-01-01T00:00:00.000Z';
  for (const statement of [
    ...migrations[0](dialect),
    `PRAGMA application_id = ${applicationId}`,
    'PRAGMA user_version = 1',
    `INSERT INTO instances (started_at) VALUES ('${at}')`,
    `INSERT INTO applications VALUES ('live', '10', 'Reminders')`,
    `INSERT INTO deployments VALUES ('live', '10', '20', 'Payments', 'staging', '[]', NULL)`,
    `INSERT INTO cancellations (id, realm, application_id, deployment_id, application_name, deployment_name,
      environment, person, requested_at, upstream, instance, search) VALUES
      ('00000000-0000-4000-8000-000000000001', 'live', '10', '20', 'Reminders', 'Payments', 'staging', 'Ann',
      '${at}', 'fuse.plumvoice.com', 1, 'payments')`,
  ])
    database.exec(statement);
  // After closing alone the rows may stay in the write-ahead log for a while.
  database.prepare('PRAGMA wal_checkpoint(TRUNCATE)').all();
  database.close();
}
