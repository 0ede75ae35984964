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

export { singleKeysAreOn, useSingleKeys };

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
