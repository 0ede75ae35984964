import type { KeyboardEvent } from 'react';

const rowSelector = 'tr[data-row]';
const controlSelector = 'a, button, input';

const controlsOf = (row: Element) => [...row.querySelectorAll<HTMLElement>(controlSelector)];
/** The same for the same control of two rows, which may not have all of them. */
const kindOf = (control: Element) => `${control.tagName} ${control.getAttribute('aria-haspopup')}`;

/** The reader has asked to be led there: the window follows, below what stays at its upper edge. */
function focusRow(row: Element, kind?: string): void {
  const controls = controlsOf(row);
  const control = controls.find((one) => kindOf(one) === kind) ?? controls[0];
  control?.focus({ preventScroll: false });
}

/** The row before or after this one; `gap` where a long list has not rendered it. */
function nextRow(list: Element, row: Element, step: 1 | -1): Element | 'gap' | null {
  const rows = [...list.querySelectorAll(`${rowSelector}, tr[aria-hidden]`)].filter(
    (one) => one.matches(rowSelector) || one.getBoundingClientRect().height > 0,
  );
  const next = rows[rows.indexOf(row) + step];
  if (next === undefined) return null;
  return next.matches(rowSelector) ? next : 'gap';
}

/** Gives the focus to the first row in sight, if there is one. */
export function focusFirstRow(list: Element, upperEdge: number): boolean {
  const rows = [...list.querySelectorAll(rowSelector)];
  const row = rows.find((one) => one.getBoundingClientRect().top >= upperEdge) ?? rows[0];
  if (row !== undefined) focusRow(row);
  return row !== undefined;
}

/**
 * The keys of a list of rows that are one tab stop each (ARIA Authoring Practices: grid). Up and down go from row to
 * row, left and right through the controls of a row, Space selects, Enter opens the dialog that asks. `leave` takes the
 * focus that goes up from the first row.
 */
export function handleGridKey(event: KeyboardEvent<HTMLElement>, leave: () => void): void {
  const list = event.currentTarget;
  const control = event.target;
  // What is in a menu or a dialog that a row has opened is elsewhere in the document.
  if (!(control instanceof HTMLElement) || !list.contains(control)) return;
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const row = control.closest(rowSelector);
  if (row === null || control.getAttribute('aria-expanded') === 'true') return;
  const isHandled = press(event.key);
  if (!isHandled) return;
  event.preventDefault();
  event.stopPropagation();

  function press(key: string): boolean {
    if (row === null || !(control instanceof HTMLElement)) return false;
    const controls = controlsOf(row);
    const index = controls.indexOf(control);
    switch (key) {
      case 'ArrowLeft':
        controls[Math.max(0, index - 1)]?.focus({ preventScroll: false });
        return true;
      case 'ArrowRight':
        controls[index + 1]?.focus({ preventScroll: false });
        return true;
      case 'Home':
        controls[0]?.focus({ preventScroll: false });
        return true;
      case 'End':
        controls.at(-1)?.focus({ preventScroll: false });
        return true;
      case 'ArrowDown':
        return move(row, control, 1);
      case 'ArrowUp':
        return move(row, control, -1);
      case 'Enter': {
        if (!(control instanceof HTMLInputElement)) return false;
        controls.find((one) => one.getAttribute('aria-haspopup') === 'dialog')?.click();
        return true;
      }
      case ' ': {
        if (!(control instanceof HTMLAnchorElement)) return false;
        row.querySelector('input')?.click();
        return true;
      }
      default:
        return false;
    }
  }

  function move(from: Element, at: HTMLElement, step: 1 | -1): boolean {
    const next = nextRow(list, from, step);
    if (next === 'gap') {
      // The reader has scrolled away from the row with the focus: back to it, and its neighbours are rendered.
      from.scrollIntoView({ block: 'center' });
      setTimeout(() => {
        const rendered = nextRow(list, from, step);
        if (rendered instanceof Element && document.activeElement === at) focusRow(rendered, kindOf(at));
      }, 50);
    } else if (next !== null) focusRow(next, kindOf(at));
    else if (step < 0) leave();
    return true;
  }
}
