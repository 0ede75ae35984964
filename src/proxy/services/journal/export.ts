import { stringify } from 'csv-stringify/sync';
import type { Cancellation } from '../../../contract';
import { nextTurn } from '../../run/next-turn';
import type { JournalFilter, Store } from '../../store/store';
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
  'id',
  'batchId',
  'confirmedBy',
  'confirmedAt',
  'confirmationNote',
] as const;

const rowOf = ({ confirmation, ...record }: Cancellation): Record<(typeof columns)[number], unknown> => ({
  ...record,
  confirmedBy: confirmation?.person,
  confirmedAt: confirmation?.at,
  confirmationNote: confirmation?.note,
});

type Journal = Pick<Store, 'listCancellations'>;

/** Writes the filtered journal as the text of a file, and stops reading once `signal` is aborted. */
type Writer = (store: Journal, filter: JournalFilter, signal: AbortSignal) => AsyncGenerator<string, void>;

/** The filtered journal, newest first; a page is read only when the reader has taken the one before. */
async function* pages(...[store, filter, signal]: Parameters<Writer>): AsyncGenerator<Cancellation[], void> {
  let cursor: string | undefined;
  do {
    const page = await store.listCancellations(filter, { cursor, limit: pageSize, signal });
    yield page.items;
    await nextTurn();
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
}

/**
 * CSV by RFC 4180 in UTF-8 with a byte order mark (spreadsheets guess wrong without it). A cell that a
 * spreadsheet would run as a formula gets an apostrophe in front (OWASP "CSV Injection"); `idsAsText` keeps it from
 * reading IDs as numbers. Memory does not grow with the journal.
 */
export async function* journalCsv(
  ...[store, filter, signal, { idsAsText = false } = {}]: [
    ...Parameters<Writer>,
    options?: { idsAsText?: boolean },
  ]
): AsyncGenerator<string, void> {
  let first = true;
  for await (const items of pages(store, filter, signal)) {
    yield stringify(items.map(rowOf), {
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

const isIdColumn = (column?: string | number) => column === 'applicationId' || column === 'deploymentId';

/** A JSON array with one record a line, read page by page as well. */
export const journalJson: Writer = async function* (...journal) {
  let before = '[\n';
  for await (const items of pages(...journal)) {
    if (items.length === 0) continue;
    yield before + items.map((item) => JSON.stringify(item)).join(',\n');
    before = ',\n';
  }
  yield before === '[\n' ? '[]\n' : '\n]\n';
};
