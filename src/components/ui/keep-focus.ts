import { focusHeading } from './focus-heading';

/** Time for a dialog or a view to place the focus itself, in milliseconds. */
const graceMs = 50;

/**
 * When the element that has the focus leaves the page, or a narrower or wider window hides it, and nothing else takes the
 * focus, the view's heading gets it. Otherwise the browser gives it to `body`, and the next Tab of a keyboard or screen
 * reader starts at the top.
 */
export function keepFocus(): () => void {
  let focused: Element | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function remember({ target }: FocusEvent) {
    if (target instanceof Element) focused = target;
  }
  function forget({ target }: FocusEvent) {
    // Browsers also send this for an element that is about to be removed: then it has left the page in a moment.
    queueMicrotask(() => {
      if (target === focused && focused?.isConnected === true) focused = null;
    });
  }
  function rescue() {
    focused = null;
    clearTimeout(timer);
    timer = setTimeout(() => {
      if (document.activeElement === document.body) focusHeading();
    }, graceMs);
  }
  function rescueFromHidden() {
    if (focused?.checkVisibility() === false) rescue();
  }
  const observer = new MutationObserver(() => {
    if (focused?.isConnected === false) rescue();
  });

  document.addEventListener('focusin', remember);
  document.addEventListener('focusout', forget);
  addEventListener('resize', rescueFromHidden);
  observer.observe(document.body, { childList: true, subtree: true });
  return () => {
    document.removeEventListener('focusin', remember);
    document.removeEventListener('focusout', forget);
    removeEventListener('resize', rescueFromHidden);
    observer.disconnect();
    clearTimeout(timer);
  };
}
