import { stringify } from 'csv-stringify/sync';
import { nextTurn } from '../run/next-turn';
import { protectCell, textCell } from './csv-cells';

/** A list of the store, newest first, as it becomes a file. */
export interface ExportedList<Item> {
  /** Reads one page; rejects with `ReaderLeft` once nobody reads the file any more. */
  readPage: (cursor: string | undefined) => Promise<{ items: Item[]; nextCursor: string | null }>;
  /** The columns of the CSV file, and what an item has in them, in the same order. */
  columns: readonly string[];
  toCells: (item: Item) => unknown[];
}

/** The pages; each is read only when the reader has taken the one before, so that memory does not grow with the list. */
async function* pages<Item>({ readPage }: ExportedList<Item>): AsyncGenerator<Item[], void> {
  let cursor: string | undefined;
  do {
    const page = await readPage(cursor);
    yield page.items;
    await nextTurn();
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
}

const isIdColumn = (column?: string) => column === 'applicationId' || column === 'deploymentId';

/**
 * The list as CSV by RFC 4180, in UTF-8 with a byte order mark (spreadsheets guess wrong without it). A cell that a
 * spreadsheet would run as a formula gets an apostrophe in front (OWASP "CSV Injection"); `idsAsText` keeps it from
 * reading IDs as numbers.
 */
export async function* listCsv<Item>(
  list: ExportedList<Item>,
  idsAsText: boolean,
): AsyncGenerator<string, void> {
  let first = true;
  for await (const items of pages(list)) {
    yield stringify(items.map(list.toCells), {
      header: first,
      bom: first,
      columns: [...list.columns],
      record_delimiter: 'windows',
      cast: {
        boolean: String,
        string: (text, { index, header }) =>
          idsAsText && !header && isIdColumn(list.columns[index]) ? textCell(text) : protectCell(text),
      },
    });
    first = false;
  }
}

/** The list as a JSON array with one item a line. */
export async function* listJson<Item>(list: ExportedList<Item>): AsyncGenerator<string, void> {
  let before = '[\n';
  for await (const items of pages(list)) {
    if (items.length === 0) continue;
    yield before + items.map((item) => JSON.stringify(item)).join(',\n');
    before = ',\n';
  }
  yield before === '[\n' ? '[]\n' : '\n]\n';
}
