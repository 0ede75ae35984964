import { useEffect, useEffectEvent } from 'react';

const fields = 'input:not([type="checkbox"]), textarea, select, [contenteditable]';
const dialogs = '[role="dialog"], [role="alertdialog"]';

/**
 * What is pasted while no field has the focus; and what is pasted into the search box, if it is plainly no
 * search: an address of the API, a file or a list.
 */
export function usePastedText(take: (text: string) => void): void {
  const paste = useEffectEvent((event: ClipboardEvent) => {
    const text = event.clipboardData?.getData('text') ?? '';
    const target = event.target instanceof Element ? event.target : null;
    if (text.trim() === '' || target?.closest(dialogs)) return;
    const into = target?.closest(fields);
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
