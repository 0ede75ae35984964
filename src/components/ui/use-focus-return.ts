import { useState } from 'react';

const controls = 'a[href], button, input, select, summary';

/**
 * Where the focus goes if its element is gone when a dialog closes: the same control of the next row or list item, or
 * of the one before.
 */
function neighboursOf(element: Element | null): { row: Element; place: number }[] {
  const own = element?.closest('tr, li');
  if (!own || !element) return [];
  // Counted from the end: before it a row may have more or fewer.
  const all = [...own.querySelectorAll(controls)];
  const place = all.indexOf(element) - all.length;
  const rows: Element[] = [];
  for (let row = own.nextElementSibling; row !== null; row = row.nextElementSibling) rows.push(row);
  for (let row = own.previousElementSibling; row !== null; row = row.previousElementSibling) rows.push(row);
  return rows.map((row) => ({ row, place }));
}

function controlIn({ row, place }: { row: Element; place: number }): Element | undefined {
  return row.isConnected ? [...row.querySelectorAll(controls)].at(place) : undefined;
}

/**
 * What had the focus when a dialog opened gets it back when it closes; where that is gone, its neighbour does, or the
 * view's heading. The page itself is no place for it: from there it could not be seen. Nothing is scrolled: the reader
 * stays where they are. Radix gives the focus to its own trigger only, and these dialogs are opened from elsewhere.
 */
export function useFocusReturn(): (event: Event) => void {
  const [opener] = useState(() => {
    const element = document.activeElement;
    return { element, neighbours: neighboursOf(element) };
  });
  return (event) => {
    event.preventDefault();
    const isThere = opener.element?.isConnected === true && opener.element !== document.body;
    const target = isThere
      ? opener.element
      : (opener.neighbours.map(controlIn).find((one) => one !== undefined) ?? document.querySelector('h1'));
    if (target instanceof HTMLElement) target.focus({ preventScroll: true });
  };
}
