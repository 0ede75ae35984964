import { isUnconfirmed, type Cancellation } from '@/contract';

/** A row that the keys reach: a record's link, or the summary of a batch. */
export interface Row {
  element: HTMLElement;
  id: string;
  isBatch: boolean;
}

/** The rows that are shown, in their order; those of a closed batch are not. */
export function shownRows(list: HTMLElement | null): Row[] {
  const elements = [...(list?.querySelectorAll<HTMLElement>('[data-journal-row], summary') ?? [])];
  return elements.flatMap((element) => {
    const box = element.closest('details');
    const isBatch = element.tagName === 'SUMMARY';
    if (!isBatch && box !== null && !box.open) return [];
    const id = isBatch
      ? element.querySelector<HTMLElement>('[data-journal-batch]')?.dataset['journalBatch']
      : element.dataset['journalRow'];
    return id === undefined ? [] : [{ element, id, isBatch }];
  });
}

/** The ID of the row that an element is in. */
export function rowIdOf(list: HTMLElement | null, target: Element): string | undefined {
  return shownRows(list).find(({ element }) => element.contains(target))?.id;
}

/**
 * The next row with something that this person can confirm after the row of an ID, from the top again after the last one. An open batch
 * is passed over for its rows.
 */
export function nextToConfirm(
  rows: readonly Row[],
  after: string | null,
  records: readonly Cancellation[],
  canConfirm: (record: Cancellation) => boolean,
): Row | undefined {
  const waits = (record: Cancellation) => isUnconfirmed(record) && canConfirm(record);
  const at = rows.findIndex(({ id }) => id === after);
  return [...rows.slice(at + 1), ...rows.slice(0, Math.max(at, 0))].find(({ id, isBatch, element }) => {
    if (!isBatch) return records.some((record) => record.id === id && waits(record));
    const isOpen = element.closest('details')?.open === true;
    return !isOpen && records.some((record) => record.batchId === id && waits(record));
  });
}
