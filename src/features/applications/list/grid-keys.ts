const rowSelector = 'tr[data-row]';
const controlSelector = 'a, button, input';

/** How long a row that has to be rendered first is waited for, and how often the list is looked at meanwhile. */
const renderWaitMs = 1000;
const renderTickMs = 20;

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
 * focus that goes up from the first row. They hold until the returned function is called.
 */
export function handleGridKeys(list: HTMLElement, leave: () => void): () => void {
  /** Keys that came while a row is rendered which an arrow key leads to: they are meant for it. */
  let waitingKeys: string[] | null = null;
  let isSpaceTaken = false;

  /** Leads from a row to its neighbour, to the same control. */
  function moveToRow(row: Element, control: Element, step: 1 | -1): void {
    const next = nextRow(list, row, step);
    if (next !== 'gap') {
      if (next !== null) focusRow(next, kindOf(control));
      else if (step < 0) leave();
      return;
    }
    // The reader has scrolled away from the row with the focus: back to it, and its neighbours are rendered.
    row.scrollIntoView({ block: 'center' });
    waitingKeys = [];
    const since = performance.now();
    const look = () => {
      const rendered = nextRow(list, row, step);
      const isHere = document.activeElement === control;
      if (rendered === 'gap' && isHere && performance.now() - since < renderWaitMs) {
        setTimeout(look, renderTickMs);
        return;
      }
      const keys = waitingKeys ?? [];
      waitingKeys = null;
      if (!isHere || !(rendered instanceof Element)) return;
      focusRow(rendered, kindOf(control));
      if (rendered.contains(document.activeElement)) keys.forEach(pressAgain);
    };
    setTimeout(look, renderTickMs);
  }

  /** What a key does in the list itself; undefined where it does nothing, or what the browser does. */
  function actionOf(key: string, control: HTMLElement, row: Element): (() => void) | undefined {
    const controls = controlsOf(row);
    const index = controls.indexOf(control);
    const goTo = (target: HTMLElement | undefined) => target?.focus({ preventScroll: false });
    const actions: Partial<Record<string, () => void>> = {
      ArrowLeft: () => goTo(controls[Math.max(0, index - 1)]),
      ArrowRight: () => goTo(controls[index + 1]),
      Home: () => goTo(controls[0]),
      End: () => goTo(controls.at(-1)),
      ArrowDown: () => moveToRow(row, control, 1),
      ArrowUp: () => moveToRow(row, control, -1),
      // On a button or a link the browser's own click does it.
      ...(control instanceof HTMLInputElement && {
        Enter: () => controls.find((one) => one.getAttribute('aria-haspopup') === 'dialog')?.click(),
      }),
      ...(control instanceof HTMLAnchorElement && { ' ': () => row.querySelector('input')?.click() }),
    };
    return actions[key];
  }

  function pressAgain(key: string): void {
    if (waitingKeys !== null) {
      waitingKeys.push(key);
      return;
    }
    const control = document.activeElement;
    const row = control?.closest(rowSelector);
    if (!(control instanceof HTMLElement) || !row || !list.contains(row)) return;
    const action = actionOf(key, control, row);
    if (action !== undefined) action();
    else control.click();
  }

  function onKeyDown(event: KeyboardEvent): void {
    const { target: control, key } = event;
    if (!(control instanceof HTMLElement) || event.ctrlKey || event.metaKey || event.altKey) return;
    const row = control.closest(rowSelector);
    if (row === null || control.getAttribute('aria-expanded') === 'true') return;
    const action = actionOf(key, control, row);
    const isClick = key === 'Enter' || key === ' ';
    const isLate = waitingKeys !== null && (action !== undefined || isClick);
    if (action === undefined && !isLate) return;
    event.preventDefault();
    event.stopPropagation();
    if (isLate) {
      if (key === ' ') isSpaceTaken = true;
      if (!isClick || !event.repeat) waitingKeys?.push(key);
    } else action?.();
  }

  /** Some browsers click when Space is released, whatever came of its press. */
  function onKeyUp(event: KeyboardEvent): void {
    if (event.key !== ' ' || !isSpaceTaken) return;
    isSpaceTaken = false;
    event.preventDefault();
  }

  // Before the row's own controls hear of the key.
  list.addEventListener('keydown', onKeyDown, { capture: true });
  list.addEventListener('keyup', onKeyUp, { capture: true });
  return () => {
    list.removeEventListener('keydown', onKeyDown, { capture: true });
    list.removeEventListener('keyup', onKeyUp, { capture: true });
  };
}
