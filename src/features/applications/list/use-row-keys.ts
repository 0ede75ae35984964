import { useEffect, useRef, type KeyboardEvent, type RefObject } from 'react';
import { focusFirstRow, handleGridKey } from './grid-keys';

/**
 * The way of the keyboard from the search line into the rows, through them, and back. `isSettled` says whether the rows
 * are those that the search has found: rows that are about to go would take the focus with them.
 */
export function useRowKeys(list: RefObject<HTMLElement | null>, isSettled: boolean) {
  const line = useRef<HTMLDivElement>(null);
  const isWaiting = useRef(false);
  useEffect(() => {
    if (!isSettled || !isWaiting.current) return;
    isWaiting.current = false;
    focusRows(list.current, line.current);
  }, [isSettled, list]);
  return {
    /** For the search line's own element. */
    line,
    enterRows: () => {
      isWaiting.current = !isSettled;
      if (isSettled) focusRows(list.current, line.current);
    },
    onRowKey: (event: KeyboardEvent<HTMLElement>) =>
      handleGridKey(event, () => line.current?.querySelector('input')?.focus({ preventScroll: false })),
  };
}

function focusRows(list: HTMLElement | null, line: HTMLElement | null): void {
  if (list !== null) focusFirstRow(list, line?.getBoundingClientRect().bottom ?? 0);
}
