const controls = '[data-row] :is(a, button, input)';

/** The control of each grid that had the focus last. */
const stops = new WeakMap<Element, HTMLElement>();

function keepStopOf(grid: Element): void {
  const all = [...grid.querySelectorAll<HTMLElement>(controls)];
  const last = stops.get(grid);
  const stop = last !== undefined && grid.contains(last) ? last : all[0];
  if (stop === undefined) return;
  for (const control of all) if (control !== stop && control.tabIndex >= 0) control.tabIndex = -1;
  if (stop.tabIndex < 0) stop.tabIndex = 0;
}

/**
 * Makes each grid one tab stop (ARIA Authoring Practices: grid, roving tabindex): the control that had the focus last,
 * at first that of its first row. Without it each row is one. Returns how to stop it.
 */
export function keepOneTabStop(list: HTMLElement): () => void {
  const keep = () => {
    for (const grid of list.querySelectorAll('[role="grid"]')) keepStopOf(grid);
  };
  function follow({ target }: FocusEvent) {
    const grid = target instanceof HTMLElement && target.matches(controls) && target.closest('[role="grid"]');
    if (!grid) return;
    stops.set(grid, target);
    keepStopOf(grid);
  }
  // Rows come and go while the list is searched and scrolled.
  const observer = new MutationObserver(keep);
  observer.observe(list, { childList: true, subtree: true });
  list.addEventListener('focusin', follow);
  keep();
  return () => {
    observer.disconnect();
    list.removeEventListener('focusin', follow);
  };
}
