const messages: Record<string, string> = {
  EACCES: 'this user may not read and write it and its folder.',
  EPERM: 'this user may not read and write it and its folder.',
  EROFS: 'its file system is read-only.',
  ENOTDIR: 'a part of its path is not a folder.',
  EEXIST: 'a part of its path is not a folder.',
  ENOSPC: 'the disk is full.',
  SQLITE_FULL: 'the disk is full.',
  SQLITE_NOTADB: 'it is not a SQLite file.',
  SQLITE_CORRUPT: 'it is damaged.',
  SQLITE_BUSY: 'another program holds it locked.',
  SQLITE_READONLY: 'it can only be read.',
  ECONNREFUSED: 'nothing answers there.',
  ENOENT: 'there is no such socket or folder.',
  ENOTFOUND: 'its host’s name is not known.',
  EAI_AGAIN: 'its host’s name cannot be looked up now.',
  ETIMEDOUT: 'its host does not answer.',
  // https://www.postgresql.org/docs/current/errcodes-appendix.html
  '28P01': 'the user or the password is refused.',
  '28000': 'the user is refused.',
  '3D000': 'there is no such database.',
  '42501': 'this user may not make or read the tables.',
  '42P07': 'a table of another program has the name of one of ours.',
};

// Statements and values that the database refuses whenever it is asked: class 22, 23 and 42 of PostgreSQL's codes, but
// for a right that is missing (42501).
const refusals =
  /^(?:SQLITE_(?:ERROR|CONSTRAINT|MISMATCH|MISUSE|RANGE)(?:_|$)|(?:22|23|42(?!501))[0-9A-Z]{3}$)/;

/** Whether an error is a fault of this program, and not the database's that is not there or cannot write. */
export function isProgramError(error: unknown): boolean {
  if (!(error instanceof Error)) return true;
  const isLanguageError = [TypeError, RangeError, ReferenceError, SyntaxError].some(
    (kind) => error instanceof kind,
  );
  return (
    isLanguageError ||
    error.name.endsWith('ZodError') ||
    ('code' in error && refusals.test(String(error.code)))
  );
}

/** An error in words for a person, in one line. */
export function dbErrorMessage(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const known = messages[code] ?? messages[code.split('_').slice(0, 2).join('_')];
  return known ?? (error instanceof Error ? error.message : String(error)).replaceAll(/\s+/g, ' ');
}
