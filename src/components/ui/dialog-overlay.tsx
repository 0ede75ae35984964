import { useEffect } from 'react';

let openDialogs = 0;

/** Keeps the page behind an open dialog from scrolling, and from moving where the scroll bar takes up room. */
function useScrollLock(): void {
  useEffect(() => {
    openDialogs += 1;
    const { dataset, style } = document.body;
    if (openDialogs === 1) {
      const barWidth = innerWidth - document.documentElement.clientWidth;
      if (barWidth > 0) style.marginRight = `${barWidth}px`;
      dataset['scrollLocked'] = '';
    }
    return () => {
      openDialogs -= 1;
      if (openDialogs > 0) return;
      style.marginRight = '';
      delete dataset['scrollLocked'];
    };
  }, []);
}

/**
 * Covers the page behind an open dialog. Radix's own overlay locks the scrolling with a `<style>` element, which the
 * page's Content Security Policy forbids.
 */
export function DialogOverlay() {
  useScrollLock();
  return <div className="fixed inset-0 z-40 animate-fade bg-overlay" />;
}
