/**
 * Brings an element into sight by scrolling the boxes that it scrolls in, within their `scroll-padding`. The page
 * itself stays where its reader has it.
 */
export function scrollWithin(element: Element): void {
  for (let box = element.parentElement; box !== null && box !== document.body; box = box.parentElement) {
    const { overflowY, scrollPaddingTop, scrollPaddingBottom } = getComputedStyle(box);
    if (!/auto|scroll/.test(overflowY)) continue;
    const frame = box.getBoundingClientRect();
    const { top, bottom } = element.getBoundingClientRect();
    const hiddenAbove = frame.top + (Number.parseFloat(scrollPaddingTop) || 0) - top;
    const hiddenBelow = bottom - frame.bottom + (Number.parseFloat(scrollPaddingBottom) || 0);
    // What is too tall for its box shows its beginning.
    if (hiddenAbove > 0) box.scrollTop -= hiddenAbove;
    else if (hiddenBelow > 0) box.scrollTop += Math.min(hiddenBelow, -hiddenAbove);
  }
}
