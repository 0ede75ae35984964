/** Runs once what has just changed is on the screen; at once where nobody looks, since nothing is painted there. */
export function afterPaint(run: () => void): void {
  if (document.visibilityState === 'visible') requestAnimationFrame(() => setTimeout(run));
  else run();
}
