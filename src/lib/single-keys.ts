import { sharedState } from './shared-state';

const key = 'single-key-shortcuts';

function stored(): boolean {
  try {
    return localStorage.getItem(key) !== 'off';
  } catch {
    // Storage is switched off.
    return true;
  }
}

/** Whether a single key is a shortcut: people who speak to their computer, or whose hands shake, switch that off. */
const [setOn, useSingleKeys, singleKeysAreOn] = sharedState(stored());

export { useSingleKeys };

/** WCAG 2.1.4; kept in this browser. */
export function switchSingleKeys(on: boolean): void {
  setOn(on);
  try {
    if (on) localStorage.removeItem(key);
    else localStorage.setItem(key, 'off');
  } catch {
    // Without storage the choice lasts as long as the page.
  }
}

const dialogs = '[role="dialog"], [role="alertdialog"]';
/** In these a single key is text, or belongs to the dialog. */
const takesKeys = `input:not([type="checkbox"], [type="radio"]), textarea, select, [contenteditable], ${dialogs}`;

/** Whether a key that was pressed may be a shortcut of a single key: nothing is typed, and no dialog is open. */
export function isSingleKey({ ctrlKey, metaKey, altKey, target }: KeyboardEvent): boolean {
  if (!singleKeysAreOn() || ctrlKey || metaKey || altKey) return false;
  if (target instanceof Element && target.closest(takesKeys)) return false;
  return !isDialogOpen();
}

/** A dialog that is open takes every key, paste and drop. */
export function isDialogOpen(): boolean {
  return document.querySelector(dialogs) !== null;
}
