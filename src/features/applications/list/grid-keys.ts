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

/** Leads from a row to its neighbour, to the same control; `leave` where there is none. */
function moveToRow(list: Element, row: Element, control: Element, step: 1 | -1, leave?: () => void): void {
  const next = nextRow(list, row, step);
  if (next === 'gap') {
    // The reader has scrolled away from the row with the focus: back to it, and its neighbours are rendered.
    row.scrollIntoView({ block: 'center' });
    setTimeout(() => {
      const rendered = nextRow(list, row, step);
      if (rendered instanceof Element && document.activeElement === control)
        focusRow(rendered, kindOf(control));
    }, 50);
  } else if (next !== null) focusRow(next, kindOf(control));
  else leave?.();
}

/**
 * The keys of a list of rows that are one tab stop each (ARIA Authoring Practices: grid). Up and down go from row to
 * row, left and right through the controls of a row, Space selects, Enter opens the dialog that asks. `leave` takes the
 * focus that goes up from the first row.
 */
export function handleGridKey(event: KeyboardEvent, list: Element, leave: () => void): void {
  const control = event.target;
  if (!(control instanceof HTMLElement) || event.ctrlKey || event.metaKey || event.altKey) return;
  const row = control.closest(rowSelector);
  if (row === null || control.getAttribute('aria-expanded') === 'true') return;
  const controls = controlsOf(row);
  const index = controls.indexOf(control);
  const goTo = (target: HTMLElement | undefined) => target?.focus({ preventScroll: false });
  const actions: Partial<Record<string, () => void>> = {
    ArrowLeft: () => goTo(controls[Math.max(0, index - 1)]),
    ArrowRight: () => goTo(controls[index + 1]),
    Home: () => goTo(controls[0]),
    End: () => goTo(controls.at(-1)),
    ArrowDown: () => moveToRow(list, row, control, 1),
    ArrowUp: () => moveToRow(list, row, control, -1, leave),
    // On a button or a link the browser's own click does it.
    ...(control instanceof HTMLInputElement && {
      Enter: () => controls.find((one) => one.getAttribute('aria-haspopup') === 'dialog')?.click(),
    }),
    ...(control instanceof HTMLAnchorElement && { ' ': () => row.querySelector('input')?.click() }),
  };
  const action = actions[event.key];
  if (action === undefined) return;
  event.preventDefault();
  event.stopPropagation();
  action();
}
