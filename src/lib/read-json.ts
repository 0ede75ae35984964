import type { Span } from './pasted-text';

/**
 * A value of a JSON text with its place. Numbers, `true`, `false` and `null` are kept as they are written: a
 * JavaScript number would lose the 17th digit of an ID.
 */
export type JsonNode = Span &
  (
    | { kind: 'object'; members: JsonMember[] }
    | { kind: 'array'; items: JsonNode[] }
    | { kind: 'string' | 'word'; value: string }
  );

export interface JsonMember extends Span {
  key: string;
  value: JsonNode;
}

const maxDepth = 100;
const space = /[ \t\n\r]*/y;
const string = /"(?:[^"\\\p{Cc}]|\\(?:["\\/bfnrt]|u[\dA-Fa-f]{4}))*"/uy;
const word = /(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|0\d+|true|false|null)(?![\w.+-])/y;

class Refused extends Error {}

/** Every object and array of JSON (RFC 8259) that stands in a text, outermost only. */
export function findJson(text: string): JsonNode[] {
  const found: JsonNode[] = [];
  // A text full of opening brackets is not read again from each of them to its end.
  let budget = 2_000_000 + 10 * text.length;
  const opening = /[[{]/g;
  for (let match = opening.exec(text); match !== null && budget > 0; match = opening.exec(text)) {
    const reader = readerAt(text, match.index, budget);
    const node = reader.read();
    budget -= reader.steps();
    if (node === undefined) continue;
    found.push(node);
    opening.lastIndex = node.end;
  }
  return found;
}

function readerAt(text: string, start: number, budget: number) {
  let at = start;
  let work = 0;

  function take(pattern: RegExp): string {
    pattern.lastIndex = at;
    const found = pattern.exec(text)?.[0];
    work += 1 + (found?.length ?? 0);
    if (found === undefined || work > budget) throw new Refused();
    at += found.length;
    return found;
  }

  function skip(sign: string): boolean {
    take(space);
    if (text[at] !== sign) return false;
    at += 1;
    return true;
  }

  /** What stands between the brackets, parted by commas. */
  function list<T>(closing: string, item: () => T): T[] {
    const items: T[] = [];
    at += 1;
    if (skip(closing)) return items;
    do {
      take(space);
      items.push(item());
    } while (skip(','));
    if (!skip(closing)) throw new Refused();
    return items;
  }

  function value(depth: number): JsonNode {
    if (depth > maxDepth) throw new Refused();
    const from = at;
    switch (text[at]) {
      case '{': {
        const members = list('}', () => member(depth + 1));
        return { kind: 'object', members, start: from, end: at };
      }
      case '[': {
        const items = list(']', () => value(depth + 1));
        return { kind: 'array', items, start: from, end: at };
      }
      case '"':
        return { kind: 'string', value: unquote(take(string)), start: from, end: at };
      default:
        return { kind: 'word', value: take(word), start: from, end: at };
    }
  }

  function member(depth: number): JsonMember {
    const from = at;
    const key = unquote(take(string));
    if (!skip(':')) throw new Refused();
    take(space);
    const node = value(depth);
    return { key, value: node, start: from, end: at };
  }

  return {
    steps: () => work,
    read() {
      try {
        return value(0);
      } catch (error) {
        if (error instanceof Refused) return undefined;
        throw error;
      }
    },
  };
}

function unquote(quoted: string): string {
  return String(JSON.parse(quoted));
}
