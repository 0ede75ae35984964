import { CsvError, parse } from 'csv-parse/sync';
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
export function writeCsv(rows: readonly Record<SavedListColumn, string>[]): string {
  return stringify(
    rows.map((row) => savedListColumns.map((column) => protect(row[column]))),
    {
      header: true,
      bom: true,
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

interface Parsed {
  record: string[];
  info: { lines: number };
}

function isParsed(value: unknown): value is Parsed {
  return typeof value === 'object' && value !== null && 'record' in value && 'info' in value;
}

/**
 * The rows of a CSV text. The separator may be a semicolon or a tab, which some spreadsheets write. Columns
 * may come in any order, and `tags` and `note` may be missing. Throws `NotCsv`.
 */
export function readCsv(text: string): CsvRow[] {
  const firstLine = text.slice(0, text.search(/[\r\n]|$/));
  const delimiter = [',', ';', '\t'].find((sign) => firstLine.includes(sign)) ?? ',';
  let parsed: Parsed[];
  try {
    const rows: unknown[] = parse(text, {
      bom: true,
      delimiter,
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
    });
    parsed = rows.filter(isParsed);
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = 'lines' in error && typeof error['lines'] === 'number' ? error['lines'] : 1;
    throw new NotCsv(
      line,
      error.code === 'CSV_QUOTE_NOT_CLOSED' ? 'a quote is never closed' : 'a quote stands in the wrong place',
    );
  }
  const header = parsed.shift()?.record.map((name) => name.trim().toLowerCase()) ?? [];
  const known = new Set<string>(savedListColumns);
  const strange = header.find((name) => !known.has(name));
  if (strange !== undefined) throw new NotCsv(1, `column "${strange.slice(0, 40)}" is not known`);
  const twice = header.find((name, at) => header.indexOf(name) !== at);
  if (twice !== undefined) throw new NotCsv(1, `column "${twice}" stands twice`);
  for (const name of savedListColumns.slice(0, 5))
    if (!header.includes(name)) throw new NotCsv(1, `column "${name}" is missing`);

  let line = text.slice(0, text.search(/[\r\n]|$/)).length === text.length ? 1 : 2;
  return parsed.map(({ record, info }) => {
    // `lines` is where the record ends; it began after the one before, or after blank lines.
    const begin = Math.max(line, info.lines - breaks(record));
    line = info.lines + 1;
    if (record.length !== header.length)
      throw new NotCsv(begin, `has ${record.length} columns, but the first line has ${header.length}`);
    const cell = (column: SavedListColumn) => unprotect(record[header.indexOf(column)] ?? '');
    return {
      line: begin,
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
  });
}

function breaks(record: readonly string[]): number {
  return record.reduce((sum, cell) => sum + (cell.match(/\r\n|\n|\r/g)?.length ?? 0), 0);
}
