import { useEffect } from 'react';

let users = 0;

/** Keeps the page from scrolling without moving anything, until every lock is off. */
function lock(): () => void {
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
}

/**
 * Stands in for the component of the package `react-remove-scroll-bar`, which writes a `<style>` element: the
 * page's Content Security Policy forbids that, and a style sheet that comes or goes, or a custom property on
 * `body`, makes the browser work out the style of every element anew.
 */
export function RemoveScrollBar() {
  useEffect(lock, []);
  return null;
}
