import { InvalidCursor } from './store';

/** The opaque text that stands for a place in the journal: everything below `seq` is still to come. */
export function encodeCursor(seq: number): string {
  return Buffer.from(String(seq)).toString('base64url');
}

/** Reads what `encodeCursor` wrote; throws `InvalidCursor` for every other text. */
export function decodeCursor(cursor: string): number {
  const seq = Number(Buffer.from(cursor, 'base64url').toString());
  if (!Number.isSafeInteger(seq) || seq < 1 || encodeCursor(seq) !== cursor)
    throw new InvalidCursor('The cursor is not one that a list gave.');
  return seq;
}
