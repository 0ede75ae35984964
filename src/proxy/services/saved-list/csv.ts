import { stringify } from 'csv-stringify/sync';
import { savedListColumns, type SavedListColumn } from '../../../contract';
import { idInCell, protectCell, textCell, unprotectCell } from '../csv-cells';

/** A row of a file, with the line on which it begins. */
export interface CsvRow {
  line: number;
  /** `protected` is undefined where the file has no such column. */
  values: Record<Exclude<SavedListColumn, 'protected'>, string> & { protected: string | undefined };
}

const idColumns: readonly SavedListColumn[] = ['application_id', 'deployment_id'];

/** RFC 4180, in UTF-8 with a byte order mark, since spreadsheets guess wrong without it. */
export function writeCsv(
  rows: readonly Record<SavedListColumn, string>[],
  { header = false, idsAsText = false }: { header?: boolean; idsAsText?: boolean } = {},
): string {
  const write = (column: SavedListColumn, text: string) =>
    idsAsText && text !== '' && idColumns.includes(column) ? textCell(text) : protectCell(text);
  return stringify(
    rows.map((row) => savedListColumns.map((column) => write(column, row[column]))),
    {
      header,
      bom: header,
      columns: [...savedListColumns],
      record_delimiter: 'windows',
      quoted_match: /[\r\n;\t]/,
    },
  );
}

/** Tags in one cell, separated by semicolons; a semicolon or backslash within a tag is escaped by a backslash. */
export function joinTags(tags: readonly string[]): string {
  return tags.map((tag) => tag.replaceAll(/[\\;]/g, '\\$&')).join(';');
}

/** Undoes `joinTags`; empty tags are left out. */
export function splitTags(cell: string): string[] {
  const tags = cell.match(/(?:\\[\s\S]|[^;\\]|\\$)+/g) ?? [];
  return tags.map((tag) => tag.replaceAll(/\\([\\;])/g, '$1')).filter((tag) => tag.trim() !== '');
}

/** A file that is not CSV of our columns, with the line where it goes wrong. */
export class NotCsv extends Error {
  override name = 'NotCsv';
  readonly line: number;

  constructor(line: number, message: string) {
    super(message);
    this.line = line;
  }
}

/** More than any field may hold: checking a longer cell would block other requests. */
const longestCell = 10_000;
const mostCells = 100;

interface CsvRecord {
  line: number;
  cells: string[];
}

/**
 * The records of a CSV text (RFC 4180), each with the line on which it begins, one at a time, so that a reader can stop
 * after the first errors. Blank records are left out: spreadsheets write `,,,` for a row that was cleared. Throws
 * `NotCsv`.
 */
function* readRecords(text: string, delimiter: string, line = 1): Generator<CsvRecord, void> {
  // `="0310274"` (see `textCell`) is also read where it stands without quotes around it.
  const bare = new RegExp(`="\\d*"(?=[\\r\\n${delimiter}]|$)|[^"\\r\\n${delimiter}]*`, 'y');
  let at = 0;

  /** The cell that begins here, read to its end. */
  function cell(): string {
    if (text[at] !== '"') {
      bare.lastIndex = at;
      const [plain = ''] = bare.exec(text) ?? [];
      at += plain.length;
      if (text[at] === '"') throw new NotCsv(line, 'a quote stands in the wrong place');
      return plain;
    }
    const opened = line;
    let end = text.indexOf('"', at + 1);
    while (end !== -1 && text[end + 1] === '"') end = text.indexOf('"', end + 2);
    if (end === -1) throw new NotCsv(opened, 'a quote is never closed');
    const quoted = text.slice(at + 1, end);
    line += quoted.match(/\r\n|\n|\r/g)?.length ?? 0;
    at = end + 1;
    if (at < text.length && ![delimiter, '\r', '\n'].includes(text[at] ?? '')) {
      const where = opened === line ? '' : `, or the one that opens in line ${opened} is not closed`;
      throw new NotCsv(line, `a quote stands in the wrong place${where}`);
    }
    return quoted.replaceAll('""', '"');
  }

  while (at < text.length) {
    const begin = { line, at };
    const cells = [cell()];
    while (text[at] === delimiter) {
      at += 1;
      if (cells.push(cell()) > mostCells) throw new NotCsv(begin.line, `has more than ${mostCells} columns`);
    }
    if (cells.some((cell) => cell.length > longestCell))
      throw new NotCsv(begin.line, `has a cell of more than ${longestCell} characters`);
    if (cells.some((cell) => cell.trim() !== '')) yield { line: begin.line, cells };
    at += text.startsWith('\r\n', at) ? 2 : 1;
    line += 1;
  }
}

/** `sep=;`, a first line that tells spreadsheets the separator and is not a row. */
const separatorLine = /^"?sep=([,;\t])"?[,;\t]*(?:\r\n|\n|\r|$)/i;

/** The cells of a record that was quoted as a whole: some spreadsheets read a file as one column and save it so. */
function unpacked(record: CsvRecord, delimiter: string): CsvRecord {
  const [whole = ''] = record.cells;
  if (record.cells.length > 1 || !whole.includes(delimiter)) return record;
  return readRecords(whole, delimiter, record.line).next().value ?? record;
}

/** The cells of a record without the empty cells at its end, but at least `least` of them. */
function withoutTrailing(cells: string[], least: number): string[] {
  const last = cells.findLastIndex((cell) => cell.trim() !== '');
  return cells.slice(0, Math.max(last + 1, least));
}

/**
 * The rows of a CSV text. The separator may be a semicolon or a tab, which some spreadsheets write. Columns
 * may come in any order, and `tags`, `note` and `protected` may be missing. Throws `NotCsv`.
 */
export function* readCsv(text: string): Generator<CsvRow, void> {
  const [named = '', separator] = separatorLine.exec(text) ?? [];
  const table = text.slice(named.length);
  const firstLine = table.slice(0, table.search(/[\r\n]|$/));
  const delimiter = separator ?? [',', ';', '\t'].find((sign) => firstLine.includes(sign)) ?? ',';
  const records = readRecords(table, delimiter, named === '' ? 1 : 2);
  const first = unpacked(records.next().value ?? { line: 1, cells: [] }, delimiter);
  const header = withoutTrailing(first.cells, 0).map((name) => name.trim().toLowerCase());
  const columns = new Set<string>(savedListColumns);
  const strange = header.find((name) => !columns.has(name));
  if (strange !== undefined) throw new NotCsv(first.line, `column "${strange.slice(0, 40)}" is not known`);
  const twice = header.find((name, at) => header.indexOf(name) !== at);
  if (twice !== undefined) throw new NotCsv(first.line, `column "${twice}" stands twice`);
  for (const name of savedListColumns.slice(0, 5))
    if (!header.includes(name)) throw new NotCsv(first.line, `column "${name}" is missing`);

  for (const record of records) {
    const { line, cells: found } = unpacked(record, delimiter);
    const cells = withoutTrailing(found, header.length);
    if (cells.length !== header.length)
      throw new NotCsv(line, `has ${cells.length} columns, but the first line has ${header.length}`);
    const cell = (column: SavedListColumn) => cells[header.indexOf(column)] ?? '';
    const text = (column: SavedListColumn) => unprotectCell(cell(column));
    yield {
      line,
      values: {
        application_id: idInCell(cell('application_id')),
        application_name: text('application_name'),
        deployment_id: idInCell(cell('deployment_id')),
        deployment_name: text('deployment_name'),
        environment: text('environment'),
        tags: text('tags'),
        note: text('note'),
        protected: header.includes('protected') ? text('protected') : undefined,
      },
    };
  }
}
