import { deploymentKey } from '@/contract/ids';
import type { Dispatch, SetStateAction } from 'react';
import type { Application, Deployment } from '@/contract';
import type { SavedDeployment } from '@/common/saved-deployments';
import { countDeployments } from '../search/count-deployments';
import { sharedState } from '@/lib/shared-state';

/** The keys of the selected deployments, and the one from which a Shift-click extends. */
export interface Selection {
  keys: ReadonlySet<string>;
  anchor: string | null;
}

export const nothingSelected: Selection = { keys: new Set(), anchor: null };

/** The selection lasts while another view is shown. */
export const [setSelected, useSelected] = sharedState(nothingSelected);

/** The selection bar is the last element of the page; its shortcut gives it the focus. */
export const selectionBarId = 'selection';

/** What the command palette may do with the selection. */
interface SelectionCommands {
  count: number;
  /** Opens the dialog that asks. */
  cancel: () => void;
}

/** Registered by the bar while it is shown; null without it. */
export const [registerSelectionCommands, useSelectionCommands] = sharedState<SelectionCommands | null>(null);

function put(keys: ReadonlySet<string>, changed: readonly string[], on: boolean): Set<string> {
  const next = new Set(keys);
  for (const key of changed) {
    if (on) next.add(key);
    else next.delete(key);
  }
  return next;
}

/** Turns one on or off. */
function choose({ keys }: Selection, key: string, on: boolean): Selection {
  return { keys: put(keys, [key], on), anchor: key };
}

/** Turns on or off all that are shown from the last one chosen to this one; this one alone if that is hidden. */
function chooseRange(
  { keys, anchor }: Selection,
  shown: readonly string[],
  key: string,
  on: boolean,
): Selection {
  const from = anchor === null ? -1 : shown.indexOf(anchor);
  const to = shown.indexOf(key);
  const range = from < 0 ? [key] : shown.slice(Math.min(from, to), Math.max(from, to) + 1);
  return { keys: put(keys, range, on), anchor: key };
}

/** Turns on or off all that are shown; what is filtered out of sight stays as it is. */
function chooseAll({ keys, anchor }: Selection, shown: readonly string[], on: boolean): Selection {
  return { keys: put(keys, shown, on), anchor };
}

/** The dialog that edits or removes all selected deployments, and which these are. */
export interface EditingSeveral {
  kind: 'edit-several' | 'remove-several';
  deployments: readonly Deployment[];
}

export interface SelectionControl {
  toggle: (deployment: Deployment, on: boolean, extend: boolean) => void;
  /** All, some or none of what is shown. */
  shown: 'all' | 'some' | 'none';
  toggleAll: (on: boolean) => void;
  /** Turns on or off these and leaves the others as they are. */
  toggleThese: (deployments: readonly Deployment[], on: boolean) => void;
  clear: () => void;
  /** What is selected and still saved, in the saved list's order, shown or not. */
  held: SavedDeployment[];
  hidden: number;
  isShown: (deployment: Deployment) => boolean;
  /** Drops what is no longer saved for good: it is not selected again when somebody saves it again. */
  forgetRemoved: () => void;
}

/** What can be told of and done with a selection, given all that is saved and what of it is shown. */
export function controlOf(
  { keys }: Selection,
  change: Dispatch<SetStateAction<Selection>>,
  saved: readonly Application[],
  found: readonly Application[],
): SelectionControl {
  // Only when it is asked for: most of the time nothing is selected, and thousands are shown.
  const shown = () => found.flatMap((one) => one.deployments.map(deploymentKey));
  let shownKeys: ReadonlySet<string> | undefined;
  const isHeld = (one: Deployment) => keys.has(deploymentKey(one));
  const held =
    keys.size === 0
      ? []
      : saved.flatMap((application) =>
          application.deployments.filter(isHeld).map((deployment) => ({ application, deployment })),
        );
  const total = countDeployments(found);
  const visible =
    keys.size === 0 ? 0 : found.reduce((sum, one) => sum + one.deployments.filter(isHeld).length, 0);
  return {
    toggle: (deployment, on, extend) =>
      change((old) =>
        extend
          ? chooseRange(old, shown(), deploymentKey(deployment), on)
          : choose(old, deploymentKey(deployment), on),
      ),
    shown: visible === 0 ? 'none' : visible === total ? 'all' : 'some',
    toggleAll: (on) => change((old) => chooseAll(old, shown(), on)),
    toggleThese: (deployments, on) => change((old) => chooseAll(old, deployments.map(deploymentKey), on)),
    clear: () => change(nothingSelected),
    held,
    hidden: held.length - visible,
    isShown: (one) => (shownKeys ??= new Set(shown())).has(deploymentKey(one)),
    forgetRemoved: () => {
      if (held.length === keys.size) return;
      const kept = new Set(held.map(({ deployment }) => deploymentKey(deployment)));
      change((old) => ({
        ...old,
        keys: new Set([...old.keys].filter((key) => kept.has(key) || !keys.has(key))),
      }));
    },
  };
}
