import { stringify } from 'csv-stringify/sync';
import type { Cancellation } from '../../contract';
import type { JournalFilter, Store } from '../store/store';

const pageSize = 500;

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

/** The filtered journal, newest first, each page read when the one before has been taken. */
async function* pages(store: Journal, filter: JournalFilter): AsyncGenerator<Cancellation[]> {
  let cursor: string | undefined;
  do {
    const page = await store.listCancellations(filter, { cursor, limit: pageSize });
    yield page.items;
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
}

async function* csvChunks(store: Journal, filter: JournalFilter): AsyncGenerator<string> {
  let first = true;
  for await (const items of pages(store, filter)) {
    yield stringify(items.map(rowOf), {
      header: first,
      bom: first,
      columns: [...columns],
      record_delimiter: 'windows',
      escape_formulas: true,
      cast: { boolean: String },
    });
    first = false;
  }
}

async function* jsonChunks(store: Journal, filter: JournalFilter): AsyncGenerator<string> {
  let before = '[\n';
  for await (const items of pages(store, filter)) {
    if (items.length === 0) continue;
    yield before + items.map((item) => JSON.stringify(item)).join(',\n');
    before = ',\n';
  }
  yield before === '[\n' ? '[]\n' : '\n]\n';
}

const encoder = new TextEncoder();

function streamOf(chunks: AsyncGenerator<string>): ReadableStream<Uint8Array> {
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await chunks.next();
      if (done) controller.close();
      else controller.enqueue(encoder.encode(value));
    },
    async cancel() {
      await chunks.return(undefined);
    },
  });
}

/**
 * CSV by RFC 4180 in UTF-8 with a byte order mark (spreadsheets guess wrong without it). A cell that a
 * spreadsheet would run as a formula gets an apostrophe in front (OWASP "CSV Injection"). Streamed: memory
 * does not grow with the journal.
 */
export function exportCsv(store: Journal, filter: JournalFilter): ReadableStream<Uint8Array> {
  return streamOf(csvChunks(store, filter));
}

/** A JSON array with one record a line, streamed likewise. */
export function exportJson(store: Journal, filter: JournalFilter): ReadableStream<Uint8Array> {
  return streamOf(jsonChunks(store, filter));
}
