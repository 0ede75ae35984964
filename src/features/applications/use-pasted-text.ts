import { useEffect, useEffectEvent } from 'react';

/** What takes a pasted text itself. */
export const textFields =
  'input:not([type="checkbox"], [type="radio"], [type="file"]), textarea, [contenteditable]';
const dialogs = '[role="dialog"], [role="alertdialog"]';

/**
 * What is pasted while no text field has the focus and no dialog is open; and what is pasted into the search box, if it is plainly no
 * search: an address of the API, a file or a list.
 */
export function usePastedText(take: (text: string) => void): void {
  const paste = useEffectEvent((event: ClipboardEvent) => {
    const text = event.clipboardData?.getData('text') ?? '';
    const target = event.target instanceof Element ? event.target : null;
    if (text.trim() === '' || document.querySelector(dialogs) !== null) return;
    const into = target?.closest(textFields);
    if (into && !(into.matches('[type="search"]') && isNoSearch(text))) return;
    event.preventDefault();
    take(text);
  });
  useEffect(() => {
    const listen = (event: ClipboardEvent) => paste(event);
    document.addEventListener('paste', listen);
    return () => document.removeEventListener('paste', listen);
  }, []);
}

function isNoSearch(text: string): boolean {
  return /apps\\?\/\d|\n|\bapp(lication)?[\s_-]*id\b/i.test(text);
}
