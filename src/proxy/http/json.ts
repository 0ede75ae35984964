import { nextTurn } from '../run/next-turn';

/** How deeply a JSON text may nest. */
export const maxDepth = 32;

/**
 * Where the JSON string that begins here ends, the quote included; -1 if it does not. By hand, since a regular
 * expression runs out of stack in a long one.
 */
export function stringEnd(text: string, begin: number): number {
  for (let at = text.indexOf('"', begin + 1); at !== -1; at = text.indexOf('"', at + 1)) {
    let escapes = 0;
    while (text[at - 1 - escapes] === '\\') escapes += 1;
    if (escapes % 2 === 0) return at + 1;
  }
  return -1;
}

/** The signs of the grammar in turn, and each string as a whole, so that a brace inside one is none of them. */
function* signsIn(text: string): Generator<string, void> {
  const sign = /["{}[\]:]/g;
  for (let match = sign.exec(text); match !== null; match = sign.exec(text)) {
    if (match[0] !== '"') yield match[0];
    else {
      const end = stringEnd(text, match.index);
      if (end === -1) return;
      sign.lastIndex = end;
      yield text.slice(match.index, end);
    }
  }
}

/** Signs that are read at once: a few milliseconds, for which everything else waits. */
const signsAtOnce = 20_000;

/** How deeply a JSON text nests, counted before parsing so that no parser has to be trusted with it. */
export async function depthOf(text: string): Promise<number> {
  let depth = 0;
  let deepest = 0;
  let count = 0;
  for (const sign of signsIn(text)) {
    if ((count += 1) % signsAtOnce === 0) await nextTurn();
    if (sign === '{' || sign === '[') deepest = Math.max(deepest, (depth += 1));
    else if (sign === '}' || sign === ']') depth -= 1;
  }
  return deepest;
}

/**
 * The first key that one object of a valid JSON text names twice, or null. Parsers differ in which of the
 * two they believe (RFC 8259 §4), so that what one checked is not what another acts on.
 */
export async function duplicateKey(text: string): Promise<string | null> {
  // Keys of the objects that are open here; null for an array.
  const open: (Set<string> | null)[] = [];
  let last = '';
  let count = 0;
  for (const sign of signsIn(text)) {
    if ((count += 1) % signsAtOnce === 0) await nextTurn();
    if (sign === '{') open.push(new Set());
    else if (sign === '[') open.push(null);
    else if (sign === '}' || sign === ']') open.pop();
    else if (sign === ':') {
      // Escapes are undone first: "\u0061" is "a".
      const key = last.includes('\\') ? String(JSON.parse(last)) : last.slice(1, -1);
      const keys = open.at(-1);
      if (keys?.has(key)) return key;
      keys?.add(key);
    } else last = sign;
  }
  return null;
}
