import { linesOf, type Span } from './pasted-text';

/** A cell's text without its quotes, and where it stands in the table's text. */
export interface Cell extends Span {
  text: string;
}

export interface Row extends Span {
  cells: Cell[];
}

export interface Table<Columns> extends Span {
  columns: Columns;
  rows: Row[];
}

interface Format {
  readRow(text: string, start: number): Row | undefined;
  /** Whether a cell stands under its heading; cells that are parted by a sign always do. */
  fits?: (cell: Cell, heading: Cell, row: Row, head: Row) => boolean;
}

/** A quoted cell is not looked for further than this. */
const longestQuoted = 10_000;

/** Cells as RFC 4180 has them: a quoted one may hold the sign and line ends. */
function parted(sign: string): Format {
  const cell = new RegExp(
    String.raw`[^\S\n${sign}]*"((?:[^"]|""){0,${longestQuoted}})"[^\S\n${sign}]*(?=${sign}|\n|$)|([^\n${sign}]*)`,
    'y',
  );
  return {
    readRow(text, start) {
      const cells: Cell[] = [];
      let at = start;
      do {
        if (cells.length > 0) at += 1;
        cell.lastIndex = at;
        const [raw = '', quoted, bare = ''] = cell.exec(text) ?? [];
        cells.push({
          text: quoted?.replaceAll('""', '"') ?? bare.trim(),
          start: at,
          end: at + raw.length,
        });
        at += raw.length;
      } while (text[at] === sign);
      return { cells, start, end: at };
    },
  };
}

/** Rows that are quoted as a whole, once more, as a spreadsheet writes a table that it took for one column. */
function quotedRows(sign: string): Format {
  const cell = new RegExp(String.raw`""([^"]*)""|([^"${sign}]*)`, 'y');
  return {
    readRow(text, start) {
      const line = lineAt(text, start);
      const end = /^"([^\n]*[^"\n]|[^\n]*"")"[;,\t]*$/.exec(line)?.[1]?.length;
      if (end === undefined) return undefined;
      const cells: Cell[] = [];
      let at = 1;
      for (;;) {
        cell.lastIndex = at;
        const [raw = '', quoted, bare = ''] = cell.exec(line.slice(0, end + 1)) ?? [];
        cells.push({ text: (quoted ?? bare).trim(), start: start + at, end: start + at + raw.length });
        at += raw.length;
        if (at > end) break;
        if (line[at] !== sign) return undefined;
        at += 1;
      }
      return { cells, start, end: start + line.length };
    },
  };
}

function lineAt(text: string, start: number): string {
  const end = text.indexOf('\n', start);
  return text.slice(start, end === -1 ? undefined : end);
}

/** Cells between these signs, which may also stand at both ends of a line. */
function fenced(separator: (line: string) => RegExp | undefined): Format {
  return {
    readRow(text, start) {
      const line = lineAt(text, start);
      const sign = separator(line);
      if (sign === undefined) return undefined;
      const cells: Cell[] = [];
      let at = 0;
      const add = (end: number) => {
        const bare = line.slice(at, end).trim();
        // Code and bold are how a number looks, and not part of it.
        const text = /^(\*\*|__|`|\*)(.+)\1$/.exec(bare)?.[2] ?? bare;
        cells.push({ text, start: start + at, end: start + end });
      };
      for (const { 0: found, index } of line.matchAll(sign)) {
        if (line.slice(0, index).trim() !== '') add(index);
        at = index + found.length;
      }
      if (line.slice(at).trim() !== '') add(line.length);
      return { cells, start, end: start + line.length };
    },
  };
}

/** Columns that are parted by two blanks or more, each cell above or below some part of its heading. */
const aligned: Format = {
  readRow(text, start) {
    const line = lineAt(text, start);
    if (line.includes('\t')) return undefined;
    const cells = [...line.matchAll(/\S+(?: \S+)*/g)].map(({ 0: cell, index }) => ({
      text: cell,
      start: start + index,
      end: start + index + cell.length,
    }));
    return { cells, start, end: start + line.length };
  },
  fits: (cell, heading, row, head) =>
    cell.start - row.start < heading.end - head.start && cell.end - row.start > heading.start - head.start,
};

const formats = [
  parted('\t'),
  parted(';'),
  parted(','),
  ...['\t', ';', ','].map(quotedRows),
  fenced((line) => (line.includes('|') && !line.startsWith('||') ? /(?<!\\)\|/g : undefined)),
  fenced((line) => (line.includes('│') ? /│/g : undefined)),
  // Wikis: `||a||b||` or `! a !! b` above `|1|2|`, `||1||2||` or `| 1 || 2`.
  fenced((line) =>
    /\|\||!!/.test(line) ? /^\s*[|!]{1,2}|\|\||!!|\|\s*$/g : line.includes('|') ? /\|/g : undefined,
  ),
  aligned,
];

/** The line between a heading and its rows. */
const isRule = (line: string) => /^(?=.*[-=])[\s|│+:=-]+$/.test(line);

/** What a cell holds that a spreadsheet keeps as text: `="0310274"`, or an apostrophe before it. */
export function withoutTextSign(cell: string): string {
  return cell
    .trim()
    .replace(/^="([^"]*)"$/, '$1')
    .replace(/^'/, '');
}

interface Wanted<Columns> {
  /** Stands in the first line of each heading that is wanted; else a line is not looked at closely. */
  hint: RegExp;
  /** What a heading tells, or undefined if these are not the columns that are wanted. */
  columnsOf: (names: string[]) => Columns | undefined;
  /** Whether a row cannot belong to such columns, as the heading of another table. */
  isForeign: (cells: string[], columns: Columns) => boolean;
}

/**
 * Tables with a heading in a text: CSV, TSV, Markdown, wikis, and aligned columns. A table ends at an empty line, at
 * a line without cells, and at another heading. Rows that have not as many cells as the heading are left out.
 */
export function findTables<Columns>(text: string, wanted: Wanted<Columns>): Table<Columns>[] {
  const tables: Table<Columns>[] = [];
  let end = 0;
  for (const line of linesOf(text)) {
    if (line.start < end || !wanted.hint.test(line.text)) continue;
    for (const format of formats) {
      const table = tableAt(text, line.start, format, wanted);
      if (table === undefined) continue;
      tables.push(table);
      end = table.end;
      break;
    }
  }
  return tables;
}

function tableAt<Columns>(
  text: string,
  start: number,
  format: Format,
  wanted: Wanted<Columns>,
): Table<Columns> | undefined {
  const head = headingAt(text, start, format, wanted);
  if (head === undefined) return undefined;
  const { columns, row: heading } = head;
  const rows: Row[] = [];
  let end = heading.end;
  while (end < text.length) {
    const line = lineAt(text, end + 1);
    if (isRule(line)) {
      end += 1 + line.length;
      continue;
    }
    const row = format.readRow(text, end + 1);
    if (row === undefined || row.cells.every((cell) => cell.text.trim() === '')) break;
    const cells = row.cells.map((cell) => cell.text);
    if (cells.length === 1 && heading.cells.length > 1) {
      // It may be what was wrapped from the end of the row above.
      if (/^\d/.test(cells[0] ?? '')) rows.pop();
      break;
    }
    if (headingAt(text, row.start, format, wanted) !== undefined || wanted.isForeign(cells, columns)) break;
    const whole = rowUnder(row, heading, format);
    if (whole !== undefined) rows.push(whole);
    end = row.end;
  }
  return { columns, rows, start, end };
}

function headingAt<Columns>(text: string, start: number, format: Format, { columnsOf }: Wanted<Columns>) {
  const row = format.readRow(text, start);
  if (row === undefined) return undefined;
  const cells = withoutTrailingBlanks(row.cells, 0);
  const columns = columnsOf(cells.map((cell) => cell.text));
  return columns === undefined ? undefined : { columns, row: { ...row, cells } };
}

/** The row, if each of its cells stands under a heading of its own. */
function rowUnder(row: Row, heading: Row, { fits }: Format): Row | undefined {
  const cells = withoutTrailingBlanks(row.cells, heading.cells.length);
  if (cells.length !== heading.cells.length) return undefined;
  const isUnder = (cell: Cell, index: number) => {
    const above = heading.cells[index];
    return above !== undefined && (fits === undefined || fits(cell, above, row, heading));
  };
  return cells.every(isUnder) ? { ...row, cells } : undefined;
}

/** Without the empty cells after so many that some spreadsheets write at the end of a row. */
function withoutTrailingBlanks(cells: readonly Cell[], least: number): Cell[] {
  const last = cells.findLastIndex((cell) => cell.text.trim() !== '');
  return cells.slice(0, Math.max(last + 1, least));
}
