import { stringify } from 'csv-stringify/sync';
import type { Change, ChangeFilters } from '../../../contract';
import { nextTurn } from '../../run/next-turn';
import { ReaderLeft, type Store } from '../../store/store';
import { protectCell, textCell } from '../csv-cells';

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

interface Source {
  store: Pick<Store, 'listChanges'>;
  filter: ChangeFilters;
  signal: AbortSignal;
}

/**
 * The filtered changes, newest first, and after an import or an edit of several its parts: an export is what is kept
 * elsewhere, and has to be whole.
 */
async function* pages({ store, filter, signal }: Source): AsyncGenerator<Change[], void> {
  let cursor: string | undefined;
  do {
    ReaderLeft.check(signal);
    const page = await store.listChanges({ ...filter }, { cursor, limit: pageSize, withParts: true });
    yield page.items;
    await nextTurn();
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
}

const toText = (members: Change['before']) => (members === null ? null : JSON.stringify(members));

/** As CSV, with what stood before and after as JSON; `idsAsText` keeps spreadsheets from reading IDs as numbers. */
export async function* changesCsv(source: Source, idsAsText: boolean): AsyncGenerator<string, void> {
  let first = true;
  for await (const items of pages(source)) {
    const rows = items.map(({ before, after, detail, ...change }) => ({
      ...change,
      before: toText(before),
      after: toText(after),
      detail: toText(detail),
    }));
    yield stringify(rows, {
      header: first,
      bom: first,
      columns: [...columns],
      record_delimiter: 'windows',
      cast: {
        string: (text, { column, header }) =>
          idsAsText && !header && (column === 'applicationId' || column === 'deploymentId')
            ? textCell(text)
            : protectCell(text),
      },
    });
    first = false;
  }
}

/** As a JSON array with one change a line. */
export async function* changesJson(source: Source): AsyncGenerator<string, void> {
  let before = '[\n';
  for await (const items of pages(source)) {
    if (items.length === 0) continue;
    yield before + items.map((item) => JSON.stringify(item)).join(',\n');
    before = ',\n';
  }
  yield before === '[\n' ? '[]\n' : '\n]\n';
}
