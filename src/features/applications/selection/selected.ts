import { sharedState } from '@/lib/shared-state';

/** The keys of the selected deployments, and the one from which a Shift-click extends. */
export interface Selection {
  keys: ReadonlySet<string>;
  anchor: string | null;
}

export const nothingSelected: Selection = { keys: new Set(), anchor: null };

/** What is selected stays so while one looks at another view. */
export const [setSelected, useSelected] = sharedState(nothingSelected);
