import { useSyncExternalStore } from 'react';

/** The bar is the last on the page: whoever types gets there by its shortcut. */
export const selectionBarId = 'selection';

/** What the selection's bar offers to whoever cannot see into it: the palette. */
interface Held {
  count: number;
  /** Opens the dialog that asks. */
  cancel: () => void;
}

let held: Held | null = null;
const listeners = new Set<() => void>();

function subscribe(listener: () => void) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Told by the bar while it is there, and null when it goes. */
export function tellHeld(next: Held | null): void {
  held = next;
  for (const listener of listeners) listener();
}

export const useHeldSelection = (): Held | null => useSyncExternalStore(subscribe, () => held);
