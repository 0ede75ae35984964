import { isDialogOpen } from '@/lib/single-keys';
import { useDocumentEvent } from '@/lib/use-document-event';

/** Fields that take a pasted text themselves. */
export const textFields =
  'input:not([type="checkbox"], [type="radio"], [type="file"]), textarea, [contenteditable]';

/** A pasted or dropped text, or a file that is still to be read. */
export interface Pasted {
  text: string;
  /** The same text as the clipboard has it for rich text. */
  html?: string | undefined;
  file?: File | undefined;
}

/** A file takes precedence over its name; a picture of the text, which spreadsheets add, does not. */
export function readDataTransfer(data: DataTransfer | null): Pasted {
  const file = [...(data?.files ?? [])].find(({ type }) => !type.startsWith('image/'));
  if (file !== undefined) return { text: '', file };
  return { text: data?.getData('text') ?? '', html: data?.getData('text/html') };
}

/**
 * Takes a text or file that is pasted where no text field has the focus and no dialog is open; one pasted
 * into the search box that is plainly no search (a file, an address of the API, a list); and a file dropped anywhere.
 */
export function usePastedText(take: (pasted: Pasted) => void): void {
  useDocumentEvent('paste', (event) => {
    const pasted = readDataTransfer(event.clipboardData);
    const target = event.target instanceof Element ? event.target : null;
    if ((pasted.text.trim() === '' && pasted.file === undefined) || isDialogOpen()) return;
    const into = target?.closest(textFields);
    if (into && !(into.matches('[type="search"]') && isNotSearch(pasted))) return;
    event.preventDefault();
    take(pasted);
  });
  function drag(event: DragEvent) {
    if (event.dataTransfer?.types.includes('Files') !== true || isDialogOpen()) return;
    // Without this the browser opens the file in place of the console.
    event.preventDefault();
    const [file] = event.dataTransfer.files;
    if (event.type === 'drop' && file !== undefined) take({ text: '', file });
  }
  useDocumentEvent('dragover', drag);
  useDocumentEvent('drop', drag);
}

function isNotSearch({ text, file }: Pasted): boolean {
  return file !== undefined || /apps\\?\/\d|\n|\bapp(lication)?[\s_-]*id\b/i.test(text);
}
