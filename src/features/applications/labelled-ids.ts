/** An ID that stands with its label, and where. */
export interface LabelledId {
  at: number;
  kind: 'application' | 'deployment';
  id: string;
}

/** Two IDs found in a text, and where the first of them stands. */
export interface PlacedPair {
  at: number;
  applicationId: string;
  deploymentId: string;
}

const named = String.raw`(app|application|dep|deploy|deployment)[\s_-]*(?:id|number|no\.?)`;
const bare = '(app|application|dep|deployment)';
const label = new RegExp(String.raw`(?<![a-z])(?:${named}|${bare})(?![a-z])`, 'gi');
const wholeLabel = new RegExp(String.raw`(?<![a-z])(?:${named}s?|(?<![^{:$])${bare})[}\s]*$`, 'i');

const kindOf = (word = '') => (word.toLowerCase().startsWith('dep') ? 'deployment' : 'application');

// A whole number: no part of a date, a version, a UUID or a share.
const number = String.raw`(\d{1,20})(?!\w|[-.]\w|[:/]\d|\s*(?:of\b|%|\/\s*\d|(?:char|digit|byte|bit)))`;
// Between a label and its value: signs that assign, "is" and "ID", quotes, emphasis, a type, the cells of a table.
const cellTag = String.raw`<\/?(?:t[dhr]|d[dt]|p|div|li|span|label|strong|b|em|code)\b[^<>]{0,200}>`;
const between = String.raw`(?:[\s"'\x60\])>*|#:=,(]|${cellTag}|is\b|ids?\b|(?:number|no)\b\.?|(?:string|str|int)\s*=)`;
const direct = new RegExp(String.raw`${between}{0,40}${number}`, 'iy');

/** Two kinds in turn. The kind that comes first holds until the next of its own kind. */
function inTurn(ids: readonly LabelledId[]): PlacedPair[] {
  const pairs: PlacedPair[] = [];
  const [first] = ids;
  let held: LabelledId[] = [];
  let closed = false;
  for (const one of ids) {
    if (one.kind === first?.kind) {
      // Deployments wait together for the application that is named after them.
      held = closed || one.kind === 'application' ? [one] : [...held, one];
      closed = false;
    } else {
      for (const { at, id } of held)
        pairs.push(
          one.kind === 'deployment'
            ? { at, applicationId: id, deploymentId: one.id }
            : { at, applicationId: one.id, deploymentId: id },
        );
      closed = true;
    }
  }
  // "Deployment 1, application 2, deployment 3": which of the two is meant is anybody's guess.
  return first?.kind === 'deployment' && !closed ? [] : pairs;
}

const hasBoth = (ids: readonly LabelledId[]) => new Set(ids.map(({ kind }) => kind)).size === 2;

/** Pairs of labelled IDs in a text: those of a line belong together before those of two lines do. */
export function pairsInText(text: string): PlacedPair[] {
  const lines = new Map<number, LabelledId[]>();
  let line = 0;
  let end = text.indexOf('\n');
  for (const one of labelledIn(text)) {
    while (end !== -1 && end < one.at) {
      line += 1;
      end = text.indexOf('\n', end + 1);
    }
    const ids = lines.get(line);
    if (ids === undefined) lines.set(line, [one]);
    else ids.push(one);
  }
  const pairs: PlacedPair[] = [];
  const others: LabelledId[] = [];
  const paired = new Set<LabelledId>();
  for (const ids of lines.values()) {
    if (!hasBoth(ids)) others.push(...ids);
    else {
      pairs.push(...inTurn(ids));
      // More deployments of the same application may follow on lines of their own.
      const last = ids.findLast(({ kind }) => kind === 'application');
      if (last === undefined || ids[0]?.kind === 'deployment') continue;
      paired.add(last);
      others.push(last);
    }
  }
  const [first] = others;
  return [
    ...pairs,
    ...inTurn(first?.kind === 'application' ? others : others.filter((one) => !paired.has(one))),
  ];
}

/** Every label that its number follows directly, or that names a parameter with an example or a value. */
function labelledIn(text: string): LabelledId[] {
  return [...text.matchAll(label)].flatMap((match): LabelledId[] => {
    const end = match.index + match[0].length;
    direct.lastIndex = end;
    const id =
      direct.exec(text)?.[1] ?? (match[1] === undefined ? undefined : inBlock(text, match.index, end));
    return id === undefined ? [] : [{ at: match.index, kind: kindOf(match[1] ?? match[2]), id }];
  });
}

const naming = /(?:^|[\s{,[<])["']?(?:name|key|label)["']?\s*[:=]\s*["']?[:{$]*$/i;
const explicit = ['example', 'value', 'default'].map(
  (key) => new RegExp(String.raw`(?<![a-z])${key}["']?\s*[:=]\s*["']?${number}`, 'i'),
);

/**
 * The value of a parameter that a label names (`name: application_id`) or keeps a block for
 * (`application_id:` at the end of a line), where its block, by indentation and brackets, says one outright.
 */
function inBlock(text: string, begin: number, end: number): string | undefined {
  const before = /[^\n]*$/.exec(text.slice(Math.max(begin - 100, 0), begin))?.[0] ?? '';
  const isValue = naming.test(before);
  if (!isValue && !/^["']?\s*:[ \t]*\r?(?:\n|\{|$)/.test(text.slice(end, end + 10))) return undefined;
  const column = /^[\s-]*/.exec(before)?.[0].length ?? 0;
  let depth = 0;
  let at = end;
  for (; at < text.length && at < end + 1000; at += 1) {
    const sign = text[at] ?? '';
    if ('{['.includes(sign)) depth += 1;
    else if ('}]>'.includes(sign)) {
      depth -= sign === '>' ? 0 : 1;
      if (depth < 0 || (sign === '>' && before.includes('<'))) break;
    } else if (sign === '\n') {
      const [, indent = '', next] = /^([ \t]*)(\S?)/.exec(text.slice(at + 1, at + 100)) ?? [];
      if (next !== '' && depth === 0 && indent.length < column + (isValue ? 0 : 1)) break;
    }
  }
  const block = text.slice(end, at);
  const other = isValue ? block.search(/[\s{,[]["']?(?:name|key)["']?\s*[:=]/i) : -1;
  const own = other < 0 ? block : block.slice(0, other);
  for (const sign of explicit) {
    const id = sign.exec(own)?.[1];
    if (id !== undefined) return id;
  }
  return undefined;
}

/** A JSON text, or a piece of one, with its numbers as the digits that stand there. Undefined if it is none. */
export function parseJson(text: string): unknown {
  if (!/[{:]/.test(text)) return undefined;
  const asWritten = text
    .trim()
    .replace(/^\uFEFF/, '')
    .replace(/,$/, '')
    .replaceAll(/"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*/g, (token) =>
      token.startsWith('"') ? token : `"${token}"`,
    );
  for (const whole of [asWritten, `[${asWritten}]`, `{${asWritten}}`]) {
    try {
      const value: unknown = JSON.parse(whole);
      if (typeof value === 'object') return value;
    } catch {
      // Not that one.
    }
  }
  return undefined;
}

/** Pairs of labelled IDs in a JSON value: those of one object or list belong together before those around it. */
export function pairsInJson(value: unknown): PlacedPair[] {
  const pairs: PlacedPair[] = [];
  look(value, 0);
  return pairs;

  /** What is left without a partner. */
  function look(node: unknown, depth: number): LabelledId[] {
    if (typeof node !== 'object' || node === null || depth > 100) return [];
    const ids: LabelledId[] = [];
    let within = false;
    for (const [key, child] of Object.entries(node)) {
      const own = Array.isArray(node) ? idsNamedIn(child) : [...idsOf(key, child), ...idsNamedIn(child)];
      const said = typeof child === 'string' && !isProse(key) ? labelledIn(child) : [];
      const deeper = own.length > 0 ? [] : look(child, depth + 1);
      ids.push(...own, ...said, ...deeper);
      within ||= deeper.length > 0;
    }
    if (!hasBoth(ids)) return ids;
    const applications = new Set(ids.filter(({ kind }) => kind === 'application').map(({ id }) => id));
    // One item of a list names this, another that: nothing says that they belong together.
    if (!within || (applications.size === 1 && !Array.isArray(node))) pairs.push(...inTurn(ids));
    return [];
  }
}

const isProse = (key: string) => /description|summary|title|comment|note/i.test(key);
const nowhere = 0;

function labelled(name: unknown, ids: readonly string[]): LabelledId[] {
  const match = typeof name === 'string' ? wholeLabel.exec(name) : null;
  return match === null ? [] : ids.map((id) => ({ at: nowhere, kind: kindOf(match[1] ?? match[2]), id }));
}

/** `"application_id": "101"`, and a schema or a list in place of the number. */
function idsOf(key: string, value: unknown): LabelledId[] {
  return labelled(
    key,
    Array.isArray(value) ? value.flatMap((one) => valueOf(one) ?? []) : (valueOf(value) ?? []),
  );
}

/** `{"key": "application_id", "value": "101"}` and the like. */
function idsNamedIn(value: unknown): LabelledId[] {
  if (!isObject(value)) return [];
  const id = valueOf(value);
  return id === undefined ? [] : labelled(value['name'] ?? value['key'] ?? value['label'], id);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The number that a value is, or that a parameter gives as its example, value or default. */
function valueOf(value: unknown, depth = 0): [string] | undefined {
  if (typeof value === 'string') return /^\d{1,20}$/.test(value.trim()) ? [value.trim()] : undefined;
  if (!isObject(value) || depth > 3) return undefined;
  const { examples } = value;
  const [example] = Array.isArray(examples) || isObject(examples) ? Object.values(examples) : [];
  for (const one of [value['example'], value['value'], example, value['default'], value['schema']]) {
    const id = valueOf(one, depth + 1);
    if (id !== undefined) return id;
  }
  return undefined;
}
