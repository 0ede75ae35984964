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

const toRow = ({ confirmation, ...record }: Cancellation): Record<(typeof columns)[number], unknown> => ({
  ...record,
  confirmedBy: confirmation?.person,
  confirmedAt: confirmation?.at,
  confirmationNote: confirmation?.note,
});

/** The records of the journal that a file holds. */
export function exportedJournal(
  store: Pick<Store, 'listCancellations'>,
  filter: JournalFilters,
  signal: AbortSignal,
): ExportedList<Cancellation> {
  return {
    readPage: (cursor) => store.listCancellations(filter, { cursor, limit: pageSize, signal }),
    columns,
    toRow,
  };
}
