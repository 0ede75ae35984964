import { createScanner, visit } from 'jsonc-parser';
import { nextTurn } from '../run/next-turn';

/** How deeply a JSON text may nest. */
export const maxDepth = 32;

/** A path that holds it is kept for each value below it. */
const longestKey = 200;

/** Values that are read at once: a few milliseconds, for which everything else waits. */
const batchSize = 5_000;

/** A text that is not JSON, or JSON that two readers could take differently. */
export class NotJson extends Error {
  override name = 'NotJson';
  readonly code: 'too_deep' | 'syntax' | 'repeated_key' | 'long_key';
  /** The line of the error, counted from 1. */
  readonly line: number;
  /** The repeated key, and its path such as `applications.0.name`. */
  readonly key: string;
  readonly path: string;

  constructor(code: NotJson['code'], message: string, { line, key = '', path = '' }: Partial<JsonPlace>) {
    super(message);
    this.code = code;
    this.line = line ?? 1;
    this.key = key;
    this.path = path;
  }
}

/** A value of a JSON text. */
export interface JsonPlace {
  /** Such as `applications.0.name`; empty for the whole. */
  path: string;
  /** The last key of the path; empty where there is none. */
  key: string;
  /** How many objects and lists are around it. */
  depth: number;
  /** Counted from 1. */
  line: number;
  isContainer: boolean;
  /** Its object has named this key before. */
  isRepeated: boolean;
}

/** An object or list that is open; `keys` is null for a list. */
interface Container {
  prefix: string;
  keys: Set<string> | null;
  index: number;
}

/** Every value of a JSON text, in order. For a text that is not JSON, the places have no meaning. */
export function* walkJson(text: string): Generator<JsonPlace, void> {
  const scanner = createScanner(text, true);
  const open: Container[] = [];
  let path = '';
  let key = '';
  let isRepeated = false;
  let isKeyNext = false;
  for (scanner.scan(); scanner.getTokenOffset() < text.length; scanner.scan()) {
    const sign = text[scanner.getTokenOffset()];
    const inside = open.at(-1);
    if (sign === '}' || sign === ']') {
      open.pop();
      isKeyNext = false;
    } else if (sign === ',') {
      isKeyNext = inside?.keys instanceof Set;
      if (inside?.keys === null) path = `${inside.prefix}${(inside.index += 1)}`;
    } else if (isKeyNext && inside !== undefined) {
      key = scanner.getTokenValue();
      path = inside.prefix + key;
      isRepeated = inside.keys?.has(key) === true;
      inside.keys?.add(key);
      isKeyNext = false;
    } else if (sign !== ':') {
      const isContainer = sign === '{' || sign === '[';
      const line = scanner.getTokenStartLine() + 1;
      yield { path, key, depth: open.length, line, isContainer, isRepeated };
      key = '';
      isRepeated = false;
      if (!isContainer) continue;
      const prefix = open.length === 0 ? '' : `${path}.`;
      open.push({ prefix, keys: sign === '{' ? new Set() : null, index: 0 });
      isKeyNext = sign === '{';
      if (!isKeyNext) path = `${prefix}0`;
    }
  }
}

/** Where a text stops being JSON, as an error. It must not nest deeply, since the parser calls itself. */
function syntaxError(text: string): NotJson {
  const end = text.trimEnd().length;
  let error: NotJson | undefined;
  const onError = (_code: number, offset: number, _length: number, startLine: number) => {
    const rest = JSON.stringify(text.slice(offset, offset + 12));
    error ??=
      offset >= end
        ? new NotJson('syntax', 'is not JSON: the text ends too early', {
            line: text.slice(0, end).split('\n').length,
          })
        : new NotJson('syntax', `is not JSON from ${rest} on`, { line: startLine + 1 });
  };
  visit(text, { onError }, { disallowComments: true });
  return error ?? new NotJson('syntax', 'is not JSON', {});
}

/**
 * The value of a JSON text. Rejects with `NotJson` for a text that is none, that nests deeper than 32 (counted before
 * parsing, so that no parser has to be trusted with it), or that names a key twice in one object: parsers differ in
 * which of the two they believe (RFC 8259 §4), so that what one checked is not what another acts on.
 */
export async function parseJson(text: string): Promise<unknown> {
  let repeated: JsonPlace | undefined;
  let count = 0;
  for (const place of walkJson(text)) {
    if ((count += 1) % batchSize === 0) await nextTurn();
    if (place.isContainer && place.depth >= maxDepth)
      throw new NotJson('too_deep', `nests deeper than ${maxDepth}`, place);
    if (place.key.length > longestKey)
      throw new NotJson('long_key', `has a key of more than ${longestKey} characters`, { line: place.line });
    if (place.isRepeated) repeated ??= place;
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw syntaxError(text);
  }
  if (repeated) throw new NotJson('repeated_key', 'stands twice', repeated);
  return value;
}
