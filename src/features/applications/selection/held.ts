import { sharedState } from '@/lib/shared-state';

/** The bar is the last on the page: whoever types gets there by its shortcut. */
export const selectionBarId = 'selection';

/** What the selection's bar offers to whoever cannot see into it: the palette. */
interface SelectionCommands {
  count: number;
  /** Opens the dialog that asks. */
  cancel: () => void;
}

/** Told by the bar while it is there, and null when it goes. */
export const [registerSelectionCommands, useHeldSelection] = sharedState<SelectionCommands | null>(null);
