import { useEffect } from 'react';

let users = 0;

/** Keeps the page behind an open dialog from scrolling, without moving it where the scroll bar takes up room. */
export function useScrollLock(): void {
  useEffect(() => {
    users += 1;
    const { dataset, style } = document.body;
    if (users === 1) {
      const barWidth = innerWidth - document.documentElement.clientWidth;
      if (barWidth > 0) style.marginRight = `${barWidth}px`;
      dataset['scrollLocked'] = '';
    }
    return () => {
      users -= 1;
      if (users > 0) return;
      style.marginRight = '';
      delete dataset['scrollLocked'];
    };
  }, []);
}
