/**
 * The lower edge stands still, see `holdLowerEdge`. In a window too low for head, fields and buttons, as at 400 %
 * (WCAG 1.4.10), head and fields scroll together and the buttons stay.
 */
export const contentClass =
  'low:block low:overflow-y-auto low:scroll-pb-28 bg-raised border-line shadow-floating animate-rise fixed inset-x-3 bottom-(--dialog-bottom,0.75rem) z-50 mx-auto flex max-h-[calc(100dvh-var(--dialog-bottom,0.75rem)-0.75rem)] max-w-lg flex-col overflow-hidden rounded-xl border focus:outline-none';

/** A form whose `bodyClass` scrolls and whose `footerClass` stays. */
export const formClass = 'flex min-h-0 flex-col low:contents';
export const bodyClass = 'min-h-0 overflow-y-auto low:overflow-visible';
export const footerClass = 'border-t border-line bg-canvas px-5 py-3 low:sticky low:bottom-0 low:py-2';

const leastMarginPx = 12;

/**
 * Puts a dialog into the middle of the window and holds its lower edge there, with the buttons on it: what is told
 * meanwhile makes it grow upwards, and no button moves under the pointer.
 */
export function holdLowerEdge(dialog: HTMLElement | null): (() => void) | undefined {
  if (dialog === null) return undefined;
  function place() {
    dialog?.style.removeProperty('--dialog-bottom');
    const middle = Math.floor((innerHeight - (dialog?.offsetHeight ?? 0)) / 2);
    dialog?.style.setProperty('--dialog-bottom', `${Math.max(leastMarginPx, middle)}px`);
  }
  place();
  addEventListener('resize', place);
  return () => removeEventListener('resize', place);
}
