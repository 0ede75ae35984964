import { createScanner, visit } from 'jsonc-parser';
import { maxDepth, tokenize } from '../../http/json';
import { inTurns } from '../../run/next-turn';

/** A text that is not JSON, or JSON that two readers could take differently. */
export class NotJson extends Error {
  override name = 'NotJson';
  /** The place of the error, such as `line 3, applications.0.name`. */
  readonly field: string;

  constructor(line: number, message: string, path = '') {
    super(message);
    this.field = path === '' ? `line ${line}` : `line ${line}, ${path}`;
  }
}

/** A path with this key is kept for each value below it. */
const longestKey = 200;
/** More than any text of a list needs: the scanner reads a string at once, while no other request is served. */
const longestString = 50_000;

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

/** Every value of a valid JSON text, in order. Throws `NotJson` for a very long key and for one that stands twice. */
export function* walkJson(text: string): Generator<JsonPlace, void> {
  const scanner = createScanner(text, true);
  const open: Container[] = [];
  let path = '';
  let isKeyNext = false;
  for (scanner.scan(); scanner.getTokenOffset() < text.length; scanner.scan()) {
    const sign = text[scanner.getTokenOffset()];
    const line = scanner.getTokenStartLine() + 1;
    const inside = open.at(-1);
    if (sign === '}' || sign === ']') {
      open.pop();
      isKeyNext = false;
    } else if (sign === ',') {
      isKeyNext = inside?.keys instanceof Set;
      if (inside?.keys === null) path = `${inside.prefix}${(inside.index += 1)}`;
    } else if (isKeyNext && inside !== undefined) {
      const key = scanner.getTokenValue();
      if (key.length > longestKey) throw new NotJson(line, `has a key of more than ${longestKey} characters`);
      path = inside.prefix + key;
      if (inside.keys?.has(key) === true) throw new NotJson(line, 'stands twice', path);
      inside.keys?.add(key);
      isKeyNext = false;
    } else if (sign !== ':') {
      yield { path, depth: open.length, line };
      if (sign !== '{' && sign !== '[') continue;
      const prefix = open.length === 0 ? '' : `${path}.`;
      open.push({ prefix, keys: sign === '{' ? new Set() : null, index: 0 });
      isKeyNext = sign === '{';
      if (!isKeyNext) path = `${prefix}0`;
    }
  }
}

const lineAt = (text: string, offset: number) => text.slice(0, offset).split('\n').length;

/** The place where a text stops being JSON. The text must not nest deeply, since this parser is recursive. */
function syntaxError(text: string): NotJson {
  const end = text.trimEnd().length;
  const errors: NotJson[] = [];
  visit(
    text,
    {
      onError(_code, offset) {
        if (errors.length > 0) return;
        const rest = JSON.stringify(text.slice(offset, offset + 12));
        const message = offset < end ? `is not JSON from ${rest} on` : 'is not JSON: the text ends too early';
        errors.push(new NotJson(lineAt(text, Math.min(offset, end)), message));
      },
    },
    { disallowComments: true },
  );
  return errors[0] ?? new NotJson(1, 'is not JSON');
}

/** The value of a JSON text, with turns for other requests in between. Rejects with `NotJson`. */
export async function parseJsonFile(text: string): Promise<unknown> {
  let depth = 0;
  for await (const { token, offset } of inTurns(tokenize(text), 10_000)) {
    if (token === '}' || token === ']') depth -= 1;
    else if (token === '{' || token === '[') depth += 1;
    else if (token.length > longestString)
      throw new NotJson(lineAt(text, offset), `has a text of more than ${longestString} characters`);
    if (depth > maxDepth) throw new NotJson(lineAt(text, offset), `nests deeper than ${maxDepth}`);
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw syntaxError(text);
  }
  // Finds long and repeated keys.
  for await (const _place of inTurns(walkJson(text), 2000));
  return value;
}
