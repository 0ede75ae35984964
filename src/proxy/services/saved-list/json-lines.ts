import { maxDepth, stringEnd } from '../../http/json';

/** A text that is not JSON, or JSON that two readers could take differently, and the line that makes it so. */
export class NotJson extends Error {
  override name = 'NotJson';
  readonly field: string;

  constructor(line: number, message: string, path = '') {
    super(message);
    this.field = path === '' ? `line ${line}` : `line ${line}, ${path}`;
  }
}

/** A value of a JSON text: its path such as `applications.0.name`, how deep that is, and its line. */
interface Place {
  path: string;
  depth: number;
  line: number;
}

// A path that holds it is kept for each value below it.
const longestKey = 200;

const space = /[ \t\r\n]*/y;
const literal = /(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)(?![\w.+-])/y;

/** The token that begins here; undefined where JSON has none. */
function tokenAt(text: string, at: number): string | undefined {
  const sign = text[at] ?? '';
  if ('{}[]:,'.includes(sign)) return sign;
  if (sign !== '"') {
    literal.lastIndex = at;
    return literal.exec(text)?.[0];
  }
  const end = stringEnd(text, at);
  const string = text.slice(at, end);
  try {
    JSON.parse(string);
  } catch {
    return undefined;
  }
  return end === -1 ? undefined : string;
}

/** An object or list that is open here. */
interface Open {
  /** What the paths inside it begin with. */
  prefix: string;
  /** Null for a list. */
  keys: Set<string> | null;
  index: number;
}

/** Every value of a JSON text, in order, with its line. Throws `NotJson` at the first thing that is wrong. */
export function* placesIn(text: string): Generator<Place, void> {
  const open: Open[] = [];
  let at = 0;
  let path = '';
  // What may come next: a value, a key, or one of these signs.
  let may = 'v';
  let line = 1;
  let nextBreak = text.indexOf('\n');

  for (;;) {
    space.lastIndex = at;
    space.exec(text);
    at = space.lastIndex;
    while (nextBreak !== -1 && nextBreak < at) {
      line += 1;
      nextBreak = text.indexOf('\n', nextBreak + 1);
    }
    const inside = open.at(-1);
    if (at === text.length) {
      if (may === '') return;
      throw new NotJson(text.trimEnd().split('\n').length, 'is not JSON: the text ends too early');
    }
    const token = tokenAt(text, at);
    const sign = token === undefined || !'}],:'.includes(token) ? '' : token;
    if (
      token === undefined ||
      !(sign === '' ? (token.startsWith('"') && may.includes('k')) || may.includes('v') : may.includes(sign))
    )
      throw new NotJson(line, `is not JSON from ${JSON.stringify(text.slice(at, at + 12))} on`);
    at += token.length;

    if (sign === ':') may = 'v';
    else if (sign === ',') {
      may = inside?.keys === null ? 'v' : 'k';
      if (inside?.keys === null) path = `${inside.prefix}${(inside.index += 1)}`;
    } else if (sign === '}' || sign === ']') {
      open.pop();
      may = afterValue(open.at(-1));
    } else if (may.includes('k') && inside !== undefined) {
      // Escapes are undone first: "\u0061" is "a".
      const key = String(JSON.parse(token));
      if (key.length > longestKey) throw new NotJson(line, `has a key of more than ${longestKey} characters`);
      path = inside.prefix + key;
      if (inside.keys?.has(key) === true) throw new NotJson(line, 'stands twice', path);
      inside.keys?.add(key);
      may = ':';
    } else {
      yield { path, depth: open.length, line };
      if (token === '{' || token === '[') {
        if (open.length >= maxDepth) throw new NotJson(line, `nests deeper than ${maxDepth}`);
        const prefix = path === '' && open.length === 0 ? '' : `${path}.`;
        open.push({ prefix, keys: token === '{' ? new Set() : null, index: 0 });
        if (token === '[') path = `${prefix}0`;
        may = token === '{' ? 'k}' : 'v]';
      } else may = afterValue(inside);
    }
  }
}

function afterValue(inside: Open | undefined): string {
  if (inside === undefined) return '';
  return inside.keys === null ? ',]' : ',}';
}
