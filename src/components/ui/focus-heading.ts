/**
 * Gives the focus to the view's heading, before what has it goes away. The page itself is no place for it: from
 * there it could not be seen.
 */
export function focusHeading(): void {
  document.querySelector('h1')?.focus({ preventScroll: true });
}
