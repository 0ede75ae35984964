import { useRef } from 'react';

function isInSight(element: Element): boolean {
  const { top, bottom } = element.getBoundingClientRect();
  return top >= 0 && bottom <= innerHeight;
}

/**
 * What had the focus when a dialog opened gets it back when it closes; where that is gone, the view's
 * heading does. The page itself is no place for it: from there it could not be seen. Radix gives it to its own
 * trigger only, and these dialogs are opened from elsewhere.
 */
export function useFocusReturn(): (event: Event) => void {
  const opener = useRef<Element | null>(document.activeElement);
  return (event) => {
    event.preventDefault();
    const fromPage = opener.current === document.body;
    const target =
      opener.current?.isConnected === true && !fromPage ? opener.current : document.querySelector('h1');
    // What floats in sight, as the selection's bar does, would be scrolled to where it stands in the page.
    if (target instanceof HTMLElement) target.focus({ preventScroll: fromPage || isInSight(target) });
  };
}
