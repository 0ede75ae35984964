/** An ID that stands with its label, and where. */
export interface LabelledId {
  at: number;
  kind: 'application' | 'deployment';
  /** Undefined for an application that is open: none of several, or one that belongs to other deployments. */
  id: string | undefined;
}

/** Two IDs found in a text, and where the first of them stands. */
export interface PlacedPair {
  at: number;
  applicationId: string;
  deploymentId: string;
}

const named = String.raw`(app|application|dep|deploy|deployment)[\s_-]*(?:id(?:entifier)?|number|no)(s?)\.?`;
const bare = '(app|application|dep(?!s)|deployment)(s?)';
const label = new RegExp(String.raw`(?<![a-z])(?:${named}|${bare})(?![a-z])`, 'gi');
const wholeLabel = new RegExp(String.raw`(?<![a-z])(?:${named}|(?<![^{:$])${bare})[}\s]*$`, 'i');

/** What a match of one of those two says. */
function readLabel([, namedWord, namedMany, bareWord = '', bareMany]: RegExpExecArray) {
  const word = (namedWord ?? bareWord).toLowerCase();
  return {
    kind: word.startsWith('dep') ? ('deployment' as const) : ('application' as const),
    isNamed: namedWord !== undefined,
    isPlural: (namedMany ?? bareMany) !== '',
  };
}

// A whole number: no part of a date, a version, a UUID or a share.
const digits = String.raw`(\d{1,20})(?!\w|[-.]\w|[:/]\d|\s*(?:of\b(?!\s+(?:the\s+)?app)|%|\/\s*\d|(?:char|digit|byte|bit)))`;
// `310 274` and `1,234` may be one number or two; after a plural a comma parts two.
const spaced = String.raw`\d{1,3}(?:[ '\u00a0\u202f]\d{3})+(?!\d)`;
const number = String.raw`(?!${spaced}|\d{1,3}(?:,\d{3})+(?!\d))${digits}`;
const numberOfMany = `(?!${spaced})${digits}`;
// Between a label and its value: signs that assign, "is" and "ID", quotes, emphasis, a type, the cells of a table.
const cellTag = String.raw`<\/?(?:t[dhr]|d[dt]|p|div|li|span|label|strong|b|em|code)\b[^<>]{0,200}>`;
const remark = String.raw`\((?![^()]{0,40}(?:app|dep))[a-z ]{1,40}\)`;
const arrow = '[→⇒]|-(?=>)';
const dash = String.raw`[–—]|(?<=\S[ \t]{1,3})-(?=[ \t])`;
const between = String.raw`[\s"'\x60\])>*|#:=,]|(?!${remark})\(|${remark}|(?<=[:=>][ \t]?)\[|${arrow}|${cellTag}|is\b|id(?:entifier)?s?\b|(?:number|no)\b\.?|(?:string|str|int)\s*=`;
const afterBare = (one: string) => new RegExp(String.raw`(?:${between}){0,40}${one}`, 'iy');
const afterNamed = (one: string) => new RegExp(String.raw`(?:${between}|${dash}){0,40}${one}`, 'iy');
const firstNumber = {
  one: { bare: afterBare(number), named: afterNamed(number) },
  many: { bare: afterBare(numberOfMany), named: afterNamed(numberOfMany) },
};

// "42, 43 and 44": signs and words that join, and what ends a list so that its last number counts nothing else.
const and = String.raw`(?:(?:and|or)\b|&)`;
const join = new RegExp(and, 'i');
const joint = String.raw`["'\x60]?\s{0,5}(?:[,;]\s{0,5}(?:${and}\s{0,5})?|${and}\s{0,5})["'\x60#]?`;
const nextOfList = new RegExp(joint + numberOfMany, 'iy');
const ofApplication = String.raw`\s{1,5}(?:of|in|from|under)\s{1,5}(?:the\s{1,5})?`;
const endOfList = new RegExp(
  String.raw`["'\x60]?(?!${joint}\d)(?:\s*$|[ \t]*[\r\n.;:)\]}|<&(]|\s{0,5},|${ofApplication}app|[ \t]{1,5}${named}|[ \t]{1,5}(?:(?:and|are|were|have|had|will|must|should|can)\b|[-–—][ \t])(?!\s*\d))`,
  'iy',
);
const bound = new RegExp(String.raw`^["'\x60]?${ofApplication}$`, 'i');

/** Two kinds in turn. The kind that comes first holds until the next of its own kind. */
function inTurn(ids: readonly LabelledId[]): PlacedPair[] {
  const pairs: PlacedPair[] = [];
  const [first] = ids;
  let held: LabelledId[] = [];
  let closed = false;
  for (const one of ids) {
    if (one.kind === first?.kind) {
      // Deployments wait together for the application that is named after them.
      if (closed || one.kind === 'application') held = [];
      held.push(one);
      closed = false;
    } else {
      for (const other of held) {
        const [application, deployment] = one.kind === 'deployment' ? [other, one] : [one, other];
        if (application.id !== undefined && deployment.id !== undefined)
          pairs.push({ at: other.at, applicationId: application.id, deploymentId: deployment.id });
      }
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
  const { ids: labelledIds, pairs } = labelledIn(text);
  for (const one of labelledIds) {
    while (end !== -1 && end < one.at) {
      line += 1;
      end = text.indexOf('\n', end + 1);
    }
    const ids = lines.get(line);
    if (ids === undefined) lines.set(line, [one]);
    else ids.push(one);
  }
  const others: LabelledId[] = [];
  const paired = new Set<LabelledId>();
  for (const ids of lines.values()) {
    if (!hasBoth(ids)) others.push(...ids);
    else {
      for (const pair of inTurn(ids)) pairs.push(pair);
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

/**
 * Every label that its numbers follow directly, or that names a parameter with an example or a value; and the pairs
 * that a text binds by itself: "deployment 2 of application 1".
 */
function labelledIn(text: string): { ids: LabelledId[]; pairs: PlacedPair[] } {
  const found = [...text.matchAll(label)].map((match) => ({
    at: match.index,
    kind: readLabel(match).kind,
    ...valuesOf(text, match),
  }));
  const ids: LabelledId[] = [];
  const pairs: PlacedPair[] = [];
  for (const [index, { at, kind, values, isOpen }] of found.entries()) {
    const { [index - 1]: before, [index + 1]: after } = found;
    const isBound = (one: typeof before, other: typeof before) =>
      one?.kind === 'deployment' &&
      other?.kind === 'application' &&
      one.values.length > 0 &&
      other.values.length === 1 &&
      bound.test(text.slice(one.end, Math.min(other.at, one.end + 30)));
    if (isBound(found[index], after)) {
      for (const deploymentId of values)
        pairs.push({ at, applicationId: after?.values[0] ?? '', deploymentId });
    } else if (kind === 'deployment') {
      for (const id of values) ids.push({ at, kind, id });
    } else if (isOpen || values.length > 0)
      ids.push({ at, kind, id: values.length > 1 || isBound(before, found[index]) ? undefined : values[0] });
  }
  return { ids, pairs };
}

interface Values {
  values: string[];
  end: number;
  /** There are numbers, but what they count is open. */
  isOpen?: boolean;
}

/** The numbers of a label, and where they end. */
function valuesOf(text: string, match: RegExpExecArray): Values {
  const { isNamed, isPlural } = readLabel(match);
  const begin = match.index + match[0].length;
  const { bare: bareOne, named: namedOne } = firstNumber[isPlural ? 'many' : 'one'];
  const found = startingAt(begin, isNamed ? namedOne : bareOne, text);
  if (found === undefined) {
    const value = isNamed && !isPlural ? inBlock(text, match.index, begin) : undefined;
    return { values: value === undefined ? [] : [value], end: begin };
  }
  const values = [found.id];
  let { end } = found;
  let isJoined = false;
  for (;;) {
    const next = startingAt(end, nextOfList, text);
    if (next === undefined) break;
    values.push(next.id);
    ({ end } = next);
    isJoined ||= join.test(next.all);
  }
  const isWhole = startingAt(end, endOfList, text) !== undefined;
  // "Deployments: 5" counts them.
  if (isPlural)
    return isWhole && (isNamed || values.length > 1) ? { values, end } : { values: [], end, isOpen: true };
  // "Deployment ID 42, 202": only a line of its own says that all of them are IDs.
  const isLine = () =>
    /(?:^|\n)[\s*•-]{0,20}$/.test(text.slice(Math.max(match.index - 20, 0), match.index)) &&
    /^["']?[ \t]*[.;,]?[ \t]*(?:\r?\n|$)/.test(text.slice(end, end + 20));
  return isWhole && (isJoined || isLine()) ? { values, end } : { values: [found.id], end: found.end };
}

function startingAt(at: number, pattern: RegExp, text: string) {
  pattern.lastIndex = at;
  const match = pattern.exec(text);
  return match === null ? undefined : { all: match[0], id: match[1] ?? '', end: pattern.lastIndex };
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

  /** What is left without a partner. `kind`: what the key before says that this is. */
  function look(node: unknown, depth: number, kind?: LabelledId['kind']): LabelledId[] {
    if (typeof node !== 'object' || node === null || depth > 100) return [];
    const ids: LabelledId[] = [];
    let within = false;
    const isItem = Array.isArray(node);
    // What has an ID of its own has a name that only sounds like one: "Deployment 9".
    const isNamed =
      !isItem && Object.entries(node).some(([key, child]) => idsOf(key, child, kind).length > 0);
    for (const [key, child] of Object.entries(node)) {
      const own = isItem ? idsNamedIn(child) : [...idsOf(key, child, kind), ...idsNamedIn(child)];
      const isSaid = typeof child === 'string' && !isProse(key) && !(isNamed && /name$/i.test(key));
      const said = isSaid ? labelledIn(child) : undefined;
      pairs.push(...(said?.pairs ?? []));
      const deeper = own.length > 0 ? [] : look(child, depth + 1, isItem ? kind : thingOf(key));
      ids.push(...own, ...(said?.ids ?? []), ...deeper);
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

/** What a key such as `application` or `deployments` holds, whose `id` is that of it. */
function thingOf(key: string): LabelledId['kind'] | undefined {
  const match = wholeLabel.exec(key);
  if (match === null) return undefined;
  const { kind, isNamed } = readLabel(match);
  return isNamed ? undefined : kind;
}

function labelled(name: unknown, ids: readonly string[], isList = false): LabelledId[] {
  const match = typeof name === 'string' ? wholeLabel.exec(name) : null;
  if (match === null) return [];
  const { kind, isNamed, isPlural } = readLabel(match);
  // `"deployments": 5` counts them.
  if (isPlural && !isNamed && !isList) return [];
  if (kind === 'application' && ids.length > 1) return [{ at: nowhere, kind, id: undefined }];
  return ids.map((id) => ({ at: nowhere, kind, id }));
}

/** `"application_id": "101"`, and a schema or a list in place of the number; `"id"` inside of what `kind` says. */
function idsOf(key: string, value: unknown, kind: LabelledId['kind'] | undefined): LabelledId[] {
  if (!Array.isArray(value)) {
    const ids = valueOf(value) ?? [];
    return kind !== undefined && /^_?id$/i.test(key)
      ? ids.map((id) => ({ at: nowhere, kind, id }))
      : labelled(key, ids);
  }
  return labelled(
    key,
    value.flatMap((one) => valueOf(one) ?? []),
    true,
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
