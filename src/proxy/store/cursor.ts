import { InvalidCursor } from './store';

/** The opaque text that stands for a place in a list: everything below `seq` is still to come. */
export function encodeCursor(seq: number): string {
  return Buffer.from(String(seq)).toString('base64url');
}

/**
 * Reads what `encodeCursor` wrote: a page begins with the newest row whose `seq` is lower. Throws `InvalidCursor` for
 * every other text.
 */
export function decodeCursor(cursor: string | undefined): number {
  if (cursor === undefined) return Number.MAX_SAFE_INTEGER;
  const seq = Number(Buffer.from(cursor, 'base64url').toString());
  if (!Number.isSafeInteger(seq) || seq < 1 || encodeCursor(seq) !== cursor)
    throw new InvalidCursor('The cursor is not one that a list gave.');
  return seq;
}

/** Makes a page of rows, newest first, that were read with one row more than `limit`. */
export function toPage<R extends { seq: number }>(
  rows: readonly R[],
  limit: number,
): { rows: R[]; nextCursor: string | null } {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    rows: shown,
    nextCursor: rows.length > limit && last !== undefined ? encodeCursor(last.seq) : null,
  };
}
