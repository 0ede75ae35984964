import { nextTurn } from '../run/next-turn';

/** How deeply a JSON text may nest. */
export const maxDepth = 32;

/**
 * The position after the JSON string that begins at `begin`; -1 if the string has no end. By hand, since a regular
 * expression runs out of stack in a long string.
 */
function stringEnd(text: string, begin: number): number {
  for (let at = text.indexOf('"', begin + 1); at !== -1; at = text.indexOf('"', at + 1)) {
    let escapes = 0;
    while (text[at - 1 - escapes] === '\\') escapes += 1;
    if (escapes % 2 === 0) return at + 1;
  }
  return -1;
}

/** The brackets, braces and colons of a JSON text, and each string as a whole, with their offsets. */
export function* tokenize(text: string): Generator<{ token: string; offset: number }, void> {
  const pattern = /["{}[\]:]/g;
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
    if (match[0] !== '"') yield { token: match[0], offset: match.index };
    else {
      const end = stringEnd(text, match.index);
      if (end === -1) return;
      pattern.lastIndex = end;
      yield { token: text.slice(match.index, end), offset: match.index };
    }
  }
}

/** Tokens that are read at once: a few milliseconds, during which no other request is served. */
const batchSize = 20_000;

/** How deeply a JSON text nests, counted before parsing so that no parser has to be trusted with it. */
export async function depthOf(text: string): Promise<number> {
  let depth = 0;
  let deepest = 0;
  let count = 0;
  for (const { token } of tokenize(text)) {
    if ((count += 1) % batchSize === 0) await nextTurn();
    if (token === '{' || token === '[') deepest = Math.max(deepest, (depth += 1));
    else if (token === '}' || token === ']') depth -= 1;
  }
  return deepest;
}

/**
 * The first key that an object of a valid JSON text names twice, or null. Parsers differ in which of the two values they
 * take (RFC 8259 §4), so a value that was checked need not be the value that is used.
 */
export async function duplicateKey(text: string): Promise<string | null> {
  // The keys of each object that is open; null for an array.
  const open: (Set<string> | null)[] = [];
  let last = '';
  let count = 0;
  for (const { token } of tokenize(text)) {
    if ((count += 1) % batchSize === 0) await nextTurn();
    if (token === '{') open.push(new Set());
    else if (token === '[') open.push(null);
    else if (token === '}' || token === ']') open.pop();
    else if (token === ':') {
      // Escapes are undone first: "\u0061" is "a".
      const key = last.includes('\\') ? String(JSON.parse(last)) : last.slice(1, -1);
      const keys = open.at(-1);
      if (keys?.has(key)) return key;
      keys?.add(key);
    } else last = token;
  }
  return null;
}
