/** Room between what has the focus and the toasts above it. */
const gap = 8;

/** Where the toasts stand as long as they are not lifted, in pixels of the window; null without any. */
function placeOf(section: HTMLElement, lift: number): DOMRect | null {
  const shown = [...section.querySelectorAll<HTMLElement>('[data-sonner-toast][data-visible="true"]')];
  const list = section.querySelector('ol');
  if (list === null || shown.length === 0) return null;
  // Their heights and not their places: they may still be on their way.
  const height = shown.reduce((sum, { offsetHeight }) => sum + offsetHeight + gap, 0);
  const width = Math.max(...shown.map(({ offsetWidth }) => offsetWidth));
  const { left, bottom } = list.getBoundingClientRect();
  const lowest = lift === 0 ? bottom : Number(list.dataset['lowest'] ?? bottom);
  list.dataset['lowest'] = String(lowest);
  return new DOMRect(left, lowest - height, width, height);
}

/**
 * Lifts the toasts above what has the focus where they would hide it (WCAG 2.4.11), until the returned function is
 * called. Nothing is scrolled for it: the page moves for its reader only.
 */
export function keepOffFocus(section: HTMLElement): () => void {
  const root = document.documentElement;
  let lift = 0;
  let frame = 0;

  function place() {
    frame = 0;
    const focused = document.activeElement;
    // What is being read or pressed in a toast does not move away.
    if (focused === null || section.contains(focused)) return;
    const toasts = placeOf(section, lift);
    const box = focused.getBoundingClientRect();
    const isControl = focused !== document.body && box.height < innerHeight / 2;
    const isHidden =
      toasts !== null &&
      isControl &&
      box.bottom > toasts.top &&
      box.top < Math.min(toasts.bottom, innerHeight) &&
      box.right > toasts.left &&
      box.left < toasts.right;
    const wanted = isHidden && box.top - gap - toasts.height >= 0 ? innerHeight - box.top + gap : 0;
    if (wanted === lift) return;
    lift = wanted;
    root.style.setProperty('--toast-lift', `${lift}px`);
  }

  const later = () => {
    frame ||= requestAnimationFrame(place);
  };
  const changes = new MutationObserver(later);
  changes.observe(section, { childList: true, subtree: true, attributeFilter: ['data-visible'] });
  addEventListener('focusin', later);
  addEventListener('resize', later);
  addEventListener('scroll', later, { passive: true, capture: true });
  return () => {
    cancelAnimationFrame(frame);
    changes.disconnect();
    removeEventListener('focusin', later);
    removeEventListener('resize', later);
    removeEventListener('scroll', later, { capture: true });
    root.style.removeProperty('--toast-lift');
  };
}
