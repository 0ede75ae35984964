import { nextTurn } from '../run/next-turn';

/** Items that are written in one turn: a few milliseconds. */
const itemsInOneTurn = 250;

/**
 * `JSON.stringify` of an object as UTF-8, for answers with a long array in them, or in an item of one: written in
 * pieces, between which others get their turn.
 */
export async function jsonBytes(value: object): Promise<Uint8Array<ArrayBuffer>> {
  const pieces: Buffer[] = [];
  let text = '';
  let items = 0;

  async function endPiece(): Promise<void> {
    pieces.push(Buffer.from(text));
    text = '';
    await nextTurn();
  }

  async function writeObject(object: object): Promise<void> {
    let separator = '{';
    for (const [key, member] of Object.entries(object)) {
      if (member === undefined) continue;
      text += `${separator}${JSON.stringify(key)}:`;
      separator = ',';
      if (Array.isArray(member)) await writeArray(member);
      else text += JSON.stringify(member);
    }
    text += separator === '{' ? '{}' : '}';
  }

  async function writeArray(array: readonly unknown[]): Promise<void> {
    text += '[';
    for (const [index, item] of array.entries()) {
      if (index > 0) text += ',';
      if (hasLongArray(item)) await writeObject(item);
      else text += JSON.stringify(item);
      if ((items += 1) % itemsInOneTurn === 0) await endPiece();
    }
    text += ']';
  }

  await writeObject(value);
  await endPiece();
  return Buffer.concat(pieces);
}

function hasLongArray(item: unknown): item is object {
  if (typeof item !== 'object' || item === null) return false;
  return Object.values(item).some((member) => Array.isArray(member) && member.length > itemsInOneTurn);
}
