import { nextTurn } from '../run/next-turn';

/** How deeply a JSON text may nest. */
const maxDepth = 32;
/** A path with this key is kept for each value below it. */
const longestKey = 200;
/** Values that are looked at in one turn of the event loop: a few milliseconds. */
const valuesInOneTurn = 5_000;

/** A rule that a JSON text breaks though `JSON.parse` may take it. */
export class JsonFault extends Error {
  override name = 'JsonFault';
  /** Counted from 1. */
  readonly line: number;
  /** The path of a key that stands twice; else null. */
  readonly path: string | null;

  constructor(line: number, message: string, path: string | null = null) {
    super(message);
    this.line = line;
    this.path = path;
  }
}

/** A value of a JSON text. */
export interface JsonPlace {
  /** Such as `applications.0.name`; empty for the whole. */
  path: string;
  /** How many objects and lists are around it. */
  depth: number;
  /** Counted from 1. */
  line: number;
}

/** An object or list that is open; `keys` is null for a list. */
interface Container {
  prefix: string;
  keys: Set<string> | null;
  index: number;
}

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

/** The signs, strings and other words of a JSON text, each with the line on which it begins. */
export function* tokenize(text: string): Generator<{ token: string; line: number }, void> {
  const pattern = /\r\n|[\r\n"{}[\]:,]|[^\s"{}[\]:,]+/g;
  let line = 1;
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
    const [token] = match;
    if (token.trim() === '') line += 1;
    else if (token !== '"') yield { token, line };
    else {
      const end = stringEnd(text, match.index);
      if (end === -1) return;
      pattern.lastIndex = end;
      yield { token: text.slice(match.index, end), line };
    }
  }
}

/** A key with its escapes undone: "\u0061" is "a". */
function unquote(token: string): string {
  try {
    return token.includes('\\') ? String(JSON.parse(token)) : token.slice(1, -1);
  } catch {
    // The text is no JSON, which `JSON.parse` will say.
    return token;
  }
}

/**
 * Every value of a JSON text, in order. Throws `JsonFault` for a text that nests too deeply, for a very long key, and
 * for a key that stands twice in its object: parsers differ in which of the two values they take (RFC 8259 §4), so a
 * value that was checked need not be the value that is used.
 */
export function* walkJson(text: string): Generator<JsonPlace, void> {
  const open: Container[] = [];
  let path = '';
  let isKeyNext = false;
  for (const { token, line } of tokenize(text)) {
    const inside = open.at(-1);
    if (token === '}' || token === ']') {
      open.pop();
      isKeyNext = false;
    } else if (token === ',') {
      isKeyNext = inside?.keys instanceof Set;
      if (inside?.keys === null) path = `${inside.prefix}${(inside.index += 1)}`;
    } else if (isKeyNext && token.startsWith('"') && inside !== undefined) {
      const key = unquote(token);
      if (key.length > longestKey)
        throw new JsonFault(line, `has a key of more than ${longestKey} characters`);
      path = inside.prefix + key;
      if (inside.keys?.has(key) === true) throw new JsonFault(line, 'stands twice', path);
      inside.keys?.add(key);
      isKeyNext = false;
    } else if (token !== ':') {
      yield { path, depth: open.length, line };
      if (token !== '{' && token !== '[') continue;
      const prefix = open.length === 0 ? '' : `${path}.`;
      open.push({ prefix, keys: token === '{' ? new Set() : null, index: 0 });
      if (open.length > maxDepth) throw new JsonFault(line, `nests deeper than ${maxDepth}`);
      isKeyNext = token === '{';
      if (!isKeyNext) path = `${prefix}0`;
    }
  }
}

/** The first fault of a text, found before any parser reads it, with turns for other requests in between; or null. */
export async function findJsonFault(text: string): Promise<JsonFault | null> {
  let count = 0;
  try {
    for (const _ of walkJson(text)) if ((count += 1) % valuesInOneTurn === 0) await nextTurn();
    return null;
  } catch (error) {
    if (error instanceof JsonFault) return error;
    throw error;
  }
}
