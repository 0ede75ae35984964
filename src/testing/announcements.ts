const liveRegions = '[role="status"], [role="alert"], [role="log"], [aria-live]:not([aria-live="off"])';

/** The text of a region as assistive technology has it. */
function exposedText(node: Node): string {
  if (node instanceof Text) return node.data;
  if (node instanceof Element && node.matches('[aria-hidden="true"], [hidden], [inert]')) return '';
  return [...node.childNodes].map(exposedText).join(' ');
}

/** Without the signs that isolate names, and with one space where there are several. */
const plain = (text: string) => text.replaceAll(/[\s\u2066-\u2069]+/g, ' ').trim();

/**
 * Records what screen readers say from now on: the text of each live region whenever it has changed, whole, as `status`
 * and `alert` are read. A region within another one is read with both.
 */
export function recordAnnouncements() {
  const spoken: string[] = [];
  const last = new WeakMap<Element, string>();
  function listen() {
    for (const region of document.querySelectorAll(liveRegions)) {
      const text = plain(exposedText(region));
      if (text !== '' && text !== last.get(region)) spoken.push(text);
      last.set(region, text);
    }
  }
  listen();
  spoken.length = 0;
  const observer = new MutationObserver(listen);
  observer.observe(document, {
    subtree: true,
    childList: true,
    characterData: true,
    attributes: true,
    attributeFilter: ['aria-hidden', 'hidden', 'inert', 'role', 'aria-live'],
  });
  return {
    /** What was said so far. */
    spoken,
    stop: () => observer.disconnect(),
  };
}
