import { useEffect, useEffectEvent, useRef, type RefObject } from 'react';
import { focusFirstRow, handleGridKeys } from './grid-keys';
import { keepOneTabStop } from './tab-stop';

/**
 * The way of the keyboard from the search line into the rows, through them, and back. `isSettled` says whether the rows
 * are those that the search has found: rows that are about to go would take the focus with them.
 */
export function RowKeys({
  line,
  list,
  isSettled,
  onClear,
}: {
  line: RefObject<HTMLElement | null>;
  list: RefObject<HTMLElement | null>;
  isSettled: boolean;
  /** Clears the search box. */
  onClear: (empty: '') => void;
}) {
  const clear = useEffectEvent(onClear);
  const isWaiting = useRef(false);
  const focusRows = useEffectEvent(() => {
    isWaiting.current = !isSettled;
    if (isSettled && list.current !== null)
      focusFirstRow(list.current, line.current?.getBoundingClientRect().bottom ?? 0);
  });
  useEffect(() => {
    if (isSettled && isWaiting.current) focusRows();
  }, [isSettled]);

  useEffect(() => {
    const search = line.current?.querySelector('input');
    const rows = list.current;
    function onSearchKey(event: KeyboardEvent) {
      if (event.key === 'Escape' && search?.value !== '') {
        // Some browsers clear it themselves; and the key does nothing else.
        event.preventDefault();
        clear('');
      }
      if (event.key !== 'ArrowDown') return;
      event.preventDefault();
      focusRows();
    }
    const leave = () => search?.focus({ preventScroll: false });
    const stopKeys = rows === null ? undefined : handleGridKeys(rows, leave);
    search?.addEventListener('keydown', onSearchKey);
    const stopKeeping = rows === null ? undefined : keepOneTabStop(rows);
    return () => {
      stopKeeping?.();
      search?.removeEventListener('keydown', onSearchKey);
      stopKeys?.();
    };
  }, [line, list]);
  return null;
}
