import { stringify } from 'csv-stringify/sync';
import { savedListColumns, type SavedListColumn } from '../../contract';

/** One row of a file, with the line it begins on. */
export interface CsvRow {
  line: number;
  values: Record<SavedListColumn, string>;
}

/**
 * What a spreadsheet would run as a formula (OWASP "CSV Injection"), or what looks as if we had protected it:
 * both get an apostrophe, so that the reader can take it off again just where it was put on.
 */
const dangerous = /^'*[=+\-@\t\r\uFF0B\uFF0D\uFF1D\uFF20]/;
const protectedText = /^'+[=+\-@\t\r\uFF0B\uFF0D\uFF1D\uFF20]/;

function protect(text: string): string {
  return dangerous.test(text) ? `'${text}` : text;
}

/** Undoes `protect`. */
function unprotect(text: string): string {
  return protectedText.test(text) ? text.slice(1) : text;
}

/** RFC 4180, in UTF-8 with a byte order mark, since spreadsheets guess wrong without it. */
export function writeCsv(
  rows: readonly Record<SavedListColumn, string>[],
  { header = false }: { header?: boolean } = {},
): string {
  return stringify(
    rows.map((row) => savedListColumns.map((column) => protect(row[column]))),
    {
      header,
      bom: header,
      columns: [...savedListColumns],
      record_delimiter: 'windows',
      quoted_match: /[\r\n;\t]/,
    },
  );
}

/** Tags in one cell: parted by semicolons, with a backslash before one that belongs to a tag. */
export function joinTags(tags: readonly string[]): string {
  return tags.map((tag) => tag.replaceAll(/[\\;]/g, '\\$&')).join(';');
}

/** Undoes `joinTags`; what is empty between two semicolons is no tag. */
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

/** More than any field may hold; what is longer would be cut up while nobody else is answered. */
const longestCell = 10_000;
const mostCells = 100;

interface CsvRecord {
  line: number;
  cells: string[];
}

/**
 * The records of a CSV text (RFC 4180), one at a time, each with the line it begins on: a file may be read no
 * further than its first rows. Blank ones are left out: spreadsheets write `,,,` for a row that was cleared. Throws
 * `NotCsv`.
 */
function* recordsOf(text: string, delimiter: string): Generator<CsvRecord, void> {
  const bare = new RegExp(`[^"\\r\\n${delimiter}]*`, 'y');
  let at = 0;
  let line = 1;

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
    if (cells.some((one) => one.length > longestCell))
      throw new NotCsv(begin.line, `has a cell of more than ${longestCell} characters`);
    if (cells.some((one) => one.trim() !== '')) yield { line: begin.line, cells };
    at += text.startsWith('\r\n', at) ? 2 : 1;
    line += 1;
  }
}

/**
 * The rows of a CSV text. The separator may be a semicolon or a tab, which some spreadsheets write. Columns
 * may come in any order, and `tags` and `note` may be missing. Throws `NotCsv`.
 */
export function* readCsv(text: string): Generator<CsvRow, void> {
  const firstLine = text.slice(0, text.search(/[\r\n]|$/));
  const delimiter = [',', ';', '\t'].find((sign) => firstLine.includes(sign)) ?? ',';
  const records = recordsOf(text, delimiter);
  const first = records.next().value ?? { line: 1, cells: [] };
  const header = first.cells.map((name) => name.trim().toLowerCase());
  const known = new Set<string>(savedListColumns);
  const strange = header.find((name) => !known.has(name));
  if (strange !== undefined) throw new NotCsv(first.line, `column "${strange.slice(0, 40)}" is not known`);
  const twice = header.find((name, at) => header.indexOf(name) !== at);
  if (twice !== undefined) throw new NotCsv(first.line, `column "${twice}" stands twice`);
  for (const name of savedListColumns.slice(0, 5))
    if (!header.includes(name)) throw new NotCsv(first.line, `column "${name}" is missing`);

  for (const { line, cells } of records) {
    if (cells.length !== header.length)
      throw new NotCsv(line, `has ${cells.length} columns, but the first line has ${header.length}`);
    const cell = (column: SavedListColumn) => unprotect(cells[header.indexOf(column)] ?? '');
    yield {
      line,
      values: {
        application_id: cell('application_id'),
        application_name: cell('application_name'),
        deployment_id: cell('deployment_id'),
        deployment_name: cell('deployment_name'),
        environment: cell('environment'),
        tags: cell('tags'),
        note: cell('note'),
      },
    };
  }
}
