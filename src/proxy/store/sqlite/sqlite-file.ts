import Database from 'libsql';
import {
  accessSync,
  closeSync,
  constants,
  existsSync,
  mkdirSync,
  openSync,
  realpathSync,
  statSync,
} from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { requireKnownVersion } from '../migrations';
import { dbErrorMessage } from '../db-error-message';
import { StoreUnusable } from '../store';

/** Marks a SQLite file as ours: "FuCC" in its header. */
export const applicationId = 0x46754343;

export interface Located {
  /** The path as it was given; it may be a link. */
  path: string;
  /** The real path: links to one file share its lock. */
  file: string;
  lockFile: string;
  exists: boolean;
  lockExists: boolean;
  /** The refusal, for a person, that names the address as it was given. */
  unusable: (why: string) => StoreUnusable;
}

/** Finds the file, makes its folder (mode 700) where missing, and checks that both can be written. */
export function locate(databaseUrl: string): Located {
  const unusable = (why: string) => new StoreUnusable(`The database ${databaseUrl} cannot be used: ${why}`);
  try {
    const path = resolveDatabaseFile(databaseUrl);
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    const exists = existsSync(path);
    const file = exists ? realpathSync(path) : join(realpathSync(dirname(path)), basename(path));
    if (exists) {
      if (!statSync(file).isFile()) throw unusable('it is not a file.');
      accessSync(file, constants.R_OK | constants.W_OK);
    }
    accessSync(dirname(file), constants.R_OK | constants.W_OK | constants.X_OK);
    const lockFile = `${file}-lock`;
    return { path, file, lockFile, exists, lockExists: existsSync(lockFile), unusable };
  } catch (error) {
    throw error instanceof StoreUnusable ? error : unusable(dbErrorMessage(error));
  }
}

/** The file that a `file:` address names. Throws where it names none. */
export function resolveDatabaseFile(databaseUrl: string): string {
  if (databaseUrl.startsWith('file://')) return fileURLToPath(databaseUrl);
  const path = databaseUrl.slice('file:'.length);
  if (path === '') throw new Error('it names no file.');
  return resolve(path);
}

/**
 * Refuses a file that is not ours, or not any more, without changing a byte of it or beside it. It never
 * opens the file other than through SQLite: closing a second descriptor would drop the locks that another
 * connection of this process holds on it (fcntl(2), "record locks").
 */
export function inspect({ file, exists, unusable }: Located): void {
  if (!exists || statSync(file).size === 0) return;
  // Without a log to read, `immutable` keeps SQLite from making `-wal` and `-shm` files.
  const mode = hasContent(`${file}-wal`) ? 'mode=ro' : 'mode=ro&immutable=1';
  const database = new Database(`${pathToFileURL(file).href}?${mode}`);
  try {
    const tables = readValue(database, 'SELECT count(*) FROM sqlite_schema');
    const owner = readPragma(database, 'application_id');
    if (owner !== applicationId && !(owner === 0 && tables === 0))
      throw unusable('it is a SQLite file of another program.');
    requireKnownVersion(Number(readPragma(database, 'user_version')));
  } finally {
    database.close();
  }
}

/**
 * Remembers which files are open. The answer throws where another file, or none, is at one of their paths, or where
 * one was cut short: what is written then is lost with the next start. The files are not opened for it, see `inspect`.
 */
export function watchFiles({ path, file }: Located): () => void {
  // SQLite keeps all three as long as a connection is open.
  const paths = [path, file, `${file}-wal`, `${file}-shm`];
  const look = () => paths.map((name) => statSync(name, { bigint: true, throwIfNoEntry: false }));
  let last = look();
  return () => {
    const present = look();
    const fail = (index: number, harm: string) => {
      throw new Error(`${paths[index]} was ${harm} while the console has it open. Start it again.`);
    };
    const replaced = last.findIndex(
      (before, index) => before?.ino !== present[index]?.ino || before?.dev !== present[index]?.dev,
    );
    if (replaced >= 0) fail(replaced, 'removed or replaced');
    const smaller = last.findIndex((before, index) => (before?.size ?? 0n) > (present[index]?.size ?? 0n));
    if (smaller >= 0 && !isWhole(file)) fail(smaller, 'cut short');
    last = present;
  };
}

/** Whether SQLite finds all that was committed. Its own VACUUM and checkpoints make the files smaller too. */
function isWhole(file: string): boolean {
  // SQLite takes an empty file for a new database, and would delete its log.
  if (statSync(file).size === 0) return false;
  // A connection of its own, since the console's may have in its memory what the files have lost.
  const database = new Database(`${pathToFileURL(file).href}?mode=ro`);
  try {
    return readValue(database, 'PRAGMA quick_check(1)') === 'ok';
  } catch {
    return false;
  } finally {
    database.close();
  }
}

function hasContent(file: string): boolean {
  return (statSync(file, { throwIfNoEntry: false })?.size ?? 0) > 0;
}

/** Takes the lock that lasts as long as this process, however it ends; answers the function that frees it. */
export function holdLock({ lockFile, unusable }: Located): () => void {
  // Only ever created here, never opened: see `inspect`.
  if (!existsSync(lockFile)) closeSync(openSync(lockFile, 'wx', 0o600));
  const lock = new Database(lockFile);
  try {
    lock.prepare('PRAGMA journal_mode = MEMORY').all();
    lock.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    lock.close();
    if (isBusy(error)) throw unusable('another console already uses it.');
    throw error;
  }
  return () => {
    // Closing alone does not free it while a statement waits for the garbage collector.
    if (lock.inTransaction) lock.exec('ROLLBACK');
    lock.close();
  };
}

/** Another connection holds a lock that was asked for. */
export function isBusy(error: unknown): boolean {
  return error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY');
}

export function readPragma(database: Database.Database, name: string): unknown {
  return readValue(database, `PRAGMA ${name}`);
}

/** The first value of the first row; reads to the end, because an unfinished statement keeps its locks. */
export function readValue(database: Database.Database, text: string, parameters: string[] = []): unknown {
  const [row] = database.prepare(text).all(parameters);
  return typeof row === 'object' && row !== null ? Object.values(row)[0] : undefined;
}
