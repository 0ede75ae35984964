import type { JsonNode } from '@/lib/read-json';
import { linesOf, mayGoOnBelow, type Span } from '@/lib/pasted-text';
import type { Cell } from '@/lib/read-tables';
import { findIdColumns, isIdName } from './id-names';
import { isOff } from './is-off';
import { emptyReading, sortSpans, toPlacedPair, type Reading } from './reading';

/** A key with its value, as `key: value`, `key=value` or a member of an object. */
export interface Field extends Span {
  key: string;
  value: Cell;
}

/** What belongs together: an object, a mapping, or lines that follow each other. */
export interface FieldRecord {
  parent: FieldRecord | undefined;
  /** The list that it is an entry of. */
  list: object | undefined;
  fields: Field[];
}

/** The records of a JSON value, outer ones first. */
export function parseJsonRecords(node: JsonNode, parent?: FieldRecord, list?: object): FieldRecord[] {
  if (node.kind === 'array') return node.items.flatMap((item) => parseJsonRecords(item, parent, node));
  if (node.kind !== 'object') return [];
  const record: FieldRecord = { parent, list, fields: [] };
  const inner: FieldRecord[] = [];
  for (const { key, value, start, end } of node.members) {
    if ('value' in value) record.fields.push({ key, value: { ...value, text: value.value }, start, end });
    else inner.push(...parseJsonRecords(value, record));
  }
  return [record, ...inner];
}

// `key: value`, `KEY=value`, `export KEY=value`, `$key = 'value';`, `@key = value`, `**Key:** value`, `"key": value,`
const keyLine =
  /^(?<indent>(?:[ \t>]|[*•][ \t])*)(?<item>(?:-[ \t]+)*)(?:(?:export|set|const|let|var)[ \t]+)?(?:\*\*|[@$"'`])?(?<key>\p{L}[\p{L}\p{N}_ .-]{0,100}?)(?<quote>["'`])?(?:\*\*)?[ \t]{0,100}(?<sign>:=|=>|[:=])(?:\*\*)?(?<value>(?!(?<=:)\/).*)$/u;

/** A value without its quotes, the sign behind it and a remark after it. */
function plainValue(text: string): string {
  const bare = text.replace(/(?:^|\s)(?:#|\/\/).*$/, '').trim();
  return /^(["'`])(.*)\1\s*[,;]?$/.exec(bare)?.[2] ?? bare.replace(/\s*[,;]$/, '');
}

/** A row of a table that stands on its side: the name in one cell and the value in the other, `| Name | 12 |`. */
const cellLine =
  /^(?<indent>[ \t>]*)(?:[|│][ \t]*)?(?:\*\*)?(?<key>\p{L}[\p{L}\p{N}_.-]*(?: [\p{L}\p{N}_.-]+)*)(?:\*\*)?(?<sign>[ ]{0,200}[\t|│]| {2,200})[ \t]{0,200}(?<value>(?:[^\s|│]| (?! ))+)[ \t]*(?:[|│][ \t]*)?$/du;
const ruleLine = /^(?=.*[|│+])[\s|│+:=-]+$/;

interface LineOfRecord extends Field {
  form: 'key' | 'cell';
  /** Where the key begins in its line, and whether it is an item of a list. */
  column: number;
  isItem: boolean;
  isQuoted: boolean;
  sign: string;
}

function readLine(line: Span & { text: string }): LineOfRecord | undefined {
  const keyed = keyLine.exec(line.text)?.groups;
  if (keyed !== undefined) {
    const { indent = '', item = '', key = '', quote, sign = '', value = '' } = keyed;
    const column = indent.length + item.length;
    const field = {
      key: key.trim(),
      value: { text: plainValue(value), start: line.end - value.length, end: line.end },
      start: line.start + column,
      end: line.end,
    };
    return { ...field, form: 'key', column, isItem: item !== '', isQuoted: quote !== undefined, sign };
  }
  const cells = cellLine.exec(line.text);
  const { indent = '', key = '', value = '', sign = '' } = cells?.groups ?? {};
  // "Application | 3" may be a count.
  if (cells === null || /^(?:app|application|deployment)$/i.test(key)) return undefined;
  const [start = 0, end = 0] = cells.indices?.groups?.['value'] ?? [];
  const cell = { text: plainValue(value), start: line.start + start, end: line.start + end };
  const field = { key, value: cell, start: line.start + indent.length, end: cell.end };
  return { ...field, form: 'cell', column: 0, isItem: false, isQuoted: false, sign };
}

/**
 * Records of lines that follow each other: YAML mappings, `.env` files, variables, tables on their side. `text` has no
 * comments, `original` has them: a comment ends no record. Lines of `skippedSign` are passed over.
 */
export function parseRecordLines(text: string, original: string, skippedSign: string): FieldRecord[] {
  const records: FieldRecord[] = [];
  // By the column that their keys begin in, from the outermost to the innermost.
  let open: { column: number; record: FieldRecord }[] = [];
  const lists = new Map<number, object>();
  /** The fields of a record, as empty lines and comments part them. */
  const parts = new Map<FieldRecord, Field[][]>();
  const contentEnd = text.trimEnd().length;
  let wasBlank = false;
  let form: LineOfRecord['form'] | undefined;

  for (const line of linesOf(text)) {
    if (line.text.startsWith(skippedSign)) continue;
    if (ruleLine.test(line.text)) continue;
    const field = readLine(line);
    if (field === undefined) {
      const whole = original.slice(line.start, line.end);
      const isComment = line.text.trim() === '' && whole.trim() !== '';
      // "## Autumn" is a heading, and what is commented out may have been a line of this record.
      const ends = isComment ? /^\s*##/.test(whole) : line.text.trim() !== '';
      if (ends) open = [];
      else wasBlank ||= !isComment || !keyLine.test(whole.replace(/^\s*\W+/, ''));
      continue;
    }
    const { column, isItem } = field;
    // Assignments of a file belong together; what reads as a form or a table begins anew after an empty line.
    const isForm = field.sign === ':' || field.form === 'cell';
    if ((wasBlank && column === 0 && isForm) || form !== field.form) open = [];
    form = field.form;
    if (open.length === 0) lists.clear();
    for (const at of lists.keys()) if (at > column) lists.delete(at);
    open = open.filter((one) => (isItem ? one.column < column : one.column <= column));
    let record = open.find((one) => one.column === column)?.record;
    if (record === undefined) {
      const list = isItem ? (lists.get(column) ?? {}) : undefined;
      if (list !== undefined) lists.set(column, list);
      record = { parent: open.at(-1)?.record, list, fields: [] };
      records.push(record);
      parts.set(record, []);
      open.push({ column, record });
    }
    // What goes on in the next line was wrapped, but an empty line ends a record.
    const isParted = /^\n[ \t>]*\n/.test(original.slice(line.end, line.end + 100));
    if (!isParted && mayGoOnBelow(original, field.start, field.end)) field.value.text += '…';
    // JSON that ends here is cut.
    const isLast = field.isQuoted && line.end >= contentEnd;
    if (isLast && /\d$/.test(field.value.text) && !/["',;]\s*$/.test(line.text)) field.value.text += '…';
    record.fields.push(field);
    const partsOfIt = parts.get(record);
    if (wasBlank || partsOfIt?.length === 0) partsOfIt?.push([]);
    partsOfIt?.at(-1)?.push(field);
    wasBlank = false;
  }
  return records.flatMap((record) => splitRecord(record, parts.get(record) ?? []));
}

/** Parts of a file of assignments as records of their own, where each part that has an ID has both. */
function splitRecord(record: FieldRecord, parts: readonly Field[][]): FieldRecord[] {
  const hasId = (fields: readonly Field[]) => fields.some(({ key }) => isIdName(key));
  const withIds = parts.filter(hasId);
  const areWhole = withIds.every((fields) => findIdColumns(fields.map(({ key }) => key)) !== undefined);
  if (record.parent !== undefined || withIds.length < 2 || !areWhole) return [record];
  // What stands in no such part holds for all.
  const parent = { ...record, fields: parts.filter((fields) => !hasId(fields)).flat() };
  return [parent, ...withIds.map((fields) => ({ parent, list: undefined, fields }))];
}

/** Each record is judged once: thousands may be part of the same one. */
const judged = new WeakMap<FieldRecord, boolean>();

/** Whether a record, or one that it is part of, says that it does not count. */
export function isDisabled(record: FieldRecord | undefined): boolean {
  if (record === undefined) return false;
  const isIt =
    judged.get(record) ??
    (record.fields.some(({ key, value }) => isOff(key, value.text)) || isDisabled(record.parent));
  judged.set(record, isIt);
  return isIt;
}

/** The pairs of IDs that stand in the same record under exact keys, and the values that were no whole ID. */
export function findPairsInRecords(text: string, records: readonly FieldRecord[]): Reading {
  const reading = emptyReading();
  for (const { fields } of [...records, ...variableLists(records)].filter((record) => !isDisabled(record))) {
    const places = findIdColumns(fields.map(({ key }) => key));
    const application = places && fields[places.application];
    const deployment = places && fields[places.deployment];
    if (places === undefined || application === undefined || deployment === undefined) continue;
    const pair = toPlacedPair(
      reading,
      text,
      places,
      fields.map(({ value }) => value),
    );
    if (pair === undefined) continue;
    const shown = sortSpans(
      { start: application.start, end: pair.application.end },
      { start: deployment.start, end: pair.deployment.end },
    );
    reading.pairs.push({ ...pair, shown });
  }
  return reading;
}

/** Lists of `{ key, value }`, as Postman writes variables, each read as one record. */
function variableLists(records: readonly FieldRecord[]): FieldRecord[] {
  const lists = new Map<object, FieldRecord>();
  for (const record of records) {
    const { list, parent, fields } = record;
    const named = (names: string[]) => fields.find(({ key }) => names.includes(key.toLowerCase()));
    const [name, value] = [named(['key']) ?? named(['name']), named(['value'])];
    if (list === undefined || name === undefined || value === undefined || isDisabled(record)) continue;
    const whole = lists.get(list) ?? { parent, list: undefined, fields: [] };
    lists.set(list, whole);
    whole.fields.push({ ...value, key: name.value.text, start: Math.min(name.start, value.start) });
  }
  return [...lists.values()];
}
