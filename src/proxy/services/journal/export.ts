import { stringify } from 'csv-stringify/sync';
import type { Cancellation, JournalFilters } from '../../../contract';
import { nextTurn } from '../../run/next-turn';
import type { Store } from '../../store/store';
import { protectCell, textCell } from '../csv-cells';

/** Records read at once: a few milliseconds, during which no other request is served. */
const pageSize = 100;

const columns = [
  'requestedAt',
  'sentAt',
  'answeredAt',
  'settledAt',
  'outcome',
  'status',
  'cause',
  'undocumented',
  'message',
  'retryAfter',
  'applicationId',
  'applicationName',
  'deploymentId',
  'deploymentName',
  'environment',
  'person',
  'reason',
  'upstream',
  'account',
  'id',
  'batchId',
  'confirmedBy',
  'confirmedAt',
  'confirmationNote',
] as const;

const toRow = ({ confirmation, ...record }: Cancellation): Record<(typeof columns)[number], unknown> => ({
  ...record,
  confirmedBy: confirmation?.person,
  confirmedAt: confirmation?.at,
  confirmationNote: confirmation?.note,
});

/** Which records a file holds; reading stops once `signal` is aborted. */
interface Source {
  store: Pick<Store, 'listCancellations'>;
  filter: JournalFilters;
  signal: AbortSignal;
}

/** The filtered journal, newest first; a page is read only when the reader has taken the one before. */
async function* pages({ store, filter, signal }: Source): AsyncGenerator<Cancellation[], void> {
  let cursor: string | undefined;
  do {
    const page = await store.listCancellations(filter, { cursor, limit: pageSize, signal });
    yield page.items;
    await nextTurn();
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
}

const isIdColumn = (column?: string | number) => column === 'applicationId' || column === 'deploymentId';

/**
 * The journal as CSV by RFC 4180, in UTF-8 with a byte order mark (spreadsheets guess wrong without it). A cell that a
 * spreadsheet would run as a formula gets an apostrophe in front (OWASP "CSV Injection"); `idsAsText` keeps it from
 * reading IDs as numbers. Memory does not grow with the journal.
 */
export async function* journalCsv(source: Source, idsAsText: boolean): AsyncGenerator<string, void> {
  let first = true;
  for await (const items of pages(source)) {
    yield stringify(items.map(toRow), {
      header: first,
      bom: first,
      columns: [...columns],
      record_delimiter: 'windows',
      cast: {
        boolean: String,
        string: (text, { column, header }) =>
          idsAsText && !header && isIdColumn(column) ? textCell(text) : protectCell(text),
      },
    });
    first = false;
  }
}

/** The journal as a JSON array with one record a line, read page by page as well. */
export async function* journalJson(source: Source): AsyncGenerator<string, void> {
  let before = '[\n';
  for await (const items of pages(source)) {
    if (items.length === 0) continue;
    yield before + items.map((item) => JSON.stringify(item)).join(',\n');
    before = ',\n';
  }
  yield before === '[\n' ? '[]\n' : '\n]\n';
}
