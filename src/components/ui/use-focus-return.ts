import { useState } from 'react';

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
  const [opener] = useState(() => {
    const element = document.activeElement;
    return { element, wasInSight: element !== null && isInSight(element) };
  });
  return (event) => {
    event.preventDefault();
    const fromPage = opener.element === document.body;
    const isThere = opener.element?.isConnected === true && !fromPage;
    const target = isThere ? opener.element : document.querySelector('h1');
    if (!(target instanceof HTMLElement)) return;
    // Whoever had scrolled on from it stays there. And what floats in sight, as the selection's bar does, would be
    // scrolled to where it stands in the page.
    const stays = fromPage || (isThere && !opener.wasInSight) || isInSight(target);
    target.focus({ preventScroll: stays });
  };
}
