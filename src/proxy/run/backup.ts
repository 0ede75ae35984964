import Database from 'libsql';
import { chmodSync, closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync, statSync } from 'node:fs';
import { setPriority } from 'node:os';
import { dirname, resolve } from 'node:path';
import { dbErrorMessage } from '../store/db-error-message';
import { applicationId, resolveDatabaseFile, readPragma, readValue } from '../store/sqlite/sqlite-file';
import { StoreUnusable } from '../store/store';

/** The result of a backup. */
export interface Backup {
  file: string;
  bytes: number;
  cancellations: number;
}

/**
 * Copies the SQLite file at `databaseUrl` as it is at this moment to a new file, also while a console writes: one read
 * transaction for all of it, in a process of its own, so that nobody waits for it. The copy has the original's mode
 * and its full name only once it has been checked and is on disk. Rejects with `StoreUnusable`.
 */
export function backUp(databaseUrl: string, target: string): Backup {
  const fail = (why: string) => new StoreUnusable(`Nothing was backed up: ${why}`);
  if (!databaseUrl.startsWith('file:'))
    throw fail('DATABASE_URL is not a file. For PostgreSQL use pg_dump, which works while consoles run.');
  const source = resolveDatabaseFile(databaseUrl);
  const file = resolve(target);
  const partial = `${file}.partial`;
  if (!existsSync(source)) throw fail(`there is no file ${source}.`);
  const problem = targetProblem(file, partial);
  if (problem !== null) throw fail(problem);
  const { mode } = statSync(source);
  try {
    // SQLite writes into an empty file if there is one; a file that it creates itself could be read by others.
    closeSync(openSync(partial, 'wx', 0o600));
  } catch (error) {
    throw fail(`${partial} cannot be made: ${sentence(dbErrorMessage(error))}`);
  }
  try {
    copy(source, partial);
    const cancellations = check(partial);
    chmodSync(partial, mode & 0o777);
    sync(partial);
    renameSync(partial, file);
    sync(dirname(file));
    return { file, bytes: statSync(file).size, cancellations };
  } catch (error) {
    rmSync(partial, { force: true });
    throw error instanceof StoreUnusable ? fail(error.message) : fail(sentence(dbErrorMessage(error)));
  }
}

const sentence = (words: string) => (words.endsWith('.') ? words : `${words}.`);

/** Why a file cannot be written there, and what to do; null where nothing is in its way. */
function targetProblem(file: string, partial: string): string | null {
  const folder = dirname(file);
  const isFolder = (path: string) => statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
  if (!existsSync(folder)) return `there is no folder ${folder}: make it first, or name another.`;
  if (!isFolder(folder)) return `${folder} is no folder: name a file in one.`;
  if (isFolder(file)) return `${file} is a folder: name a new file in it.`;
  if (existsSync(file)) return `${file} is there already: name a new file.`;
  if (existsSync(partial))
    return `${partial} is there already: another backup is writing it, or was ended on its way. Then remove it and try again.`;
  return null;
}

function copy(source: string, target: string): void {
  const database = new Database(source);
  try {
    database.exec('PRAGMA busy_timeout = 10000');
    requireOurs(database, 'the database');
    database.prepare('VACUUM INTO ?').run([target]);
  } finally {
    database.close();
  }
}

/** How many cancellations are in a copy, which is read once from its beginning to its end. */
function check(target: string): number {
  const database = new Database(target);
  try {
    requireOurs(database, 'the copy');
    const result = readPragma(database, 'quick_check');
    if (result !== 'ok') throw new StoreUnusable(`the copy is damaged (${String(result)}).`);
    return Number(readValue(database, 'SELECT count(*) FROM cancellations'));
  } finally {
    database.close();
  }
}

function requireOurs(database: Database.Database, what: string): void {
  if (readPragma(database, 'application_id') !== applicationId)
    throw new StoreUnusable(`${what} is not one of this console.`);
}

function sync(path: string): void {
  const descriptor = openSync(path, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** `npm run backup -- TARGET`. */
export function runBackup(databaseUrl: string, target: string | undefined): void {
  if (target === undefined || target === '')
    throw new StoreUnusable('Name the file to write: npm run backup -- TARGET');
  // A running console has priority over its backup.
  setPriority(10);
  const { file, bytes, cancellations } = backUp(databaseUrl, target);
  const size = `${(bytes / 1e6).toFixed(1)} MB`;
  process.stdout.write(`Backed up to ${file}: ${cancellations} cancellations, ${size}, checked.\n`);
}
