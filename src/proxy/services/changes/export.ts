import type { Change, ChangeFilters } from '../../../contract';
import { ReaderLeft, type Store } from '../../store/store';
import type { ExportedList } from '../list-export';

/** Changes read at once: a few milliseconds, during which no other request is served. */
const pageSize = 200;

const columns = [
  'seq',
  'at',
  'person',
  'account',
  'kind',
  'applicationId',
  'deploymentId',
  'before',
  'after',
  'detail',
  'partOf',
] as const;

const toCell = (value: Change[keyof Change]) =>
  typeof value === 'object' && value !== null ? JSON.stringify(value) : value;

/**
 * The changes that a file holds, and after an import or an edit of several its parts: an export is what is kept
 * elsewhere, and has to be whole. The CSV has what stood before and after as JSON.
 */
export function exportedChanges(
  store: Pick<Store, 'listChanges'>,
  filter: ChangeFilters,
  signal: AbortSignal,
): ExportedList<Change> {
  return {
    async readPage(cursor) {
      ReaderLeft.check(signal);
      return store.listChanges(filter, { cursor, limit: pageSize, withParts: true });
    },
    columns,
    toCells: (change) => columns.map((column) => toCell(change[column])),
  };
}
