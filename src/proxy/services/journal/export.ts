import type { Cancellation, JournalFilters } from '../../../contract';
import type { Store } from '../../store/store';
import type { ExportedList } from '../list-export';

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

function valueOf(record: Cancellation, column: (typeof columns)[number]) {
  if (column === 'confirmedBy') return record.confirmation?.person;
  if (column === 'confirmedAt') return record.confirmation?.at;
  if (column === 'confirmationNote') return record.confirmation?.note;
  return record[column];
}

/** The records of the journal that a file holds. */
export function exportedJournal(
  store: Pick<Store, 'listCancellations'>,
  filter: JournalFilters,
  signal: AbortSignal,
): ExportedList<Cancellation> {
  return {
    readPage: (cursor) => store.listCancellations(filter, { cursor, limit: pageSize, signal }),
    columns,
    toCells: (record) => columns.map((column) => valueOf(record, column)),
  };
}
