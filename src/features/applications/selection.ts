import { useMemo, useState } from 'react';
import type { Application, Deployment } from '@/contract';
import { keyOf } from './finding';

/** The keys of the selected deployments, and the one from which a Shift-click extends. */
export interface Selection {
  keys: ReadonlySet<string>;
  anchor: string | null;
}

export const nothingSelected: Selection = { keys: new Set(), anchor: null };

function put(keys: ReadonlySet<string>, changed: readonly string[], on: boolean): Set<string> {
  const next = new Set(keys);
  for (const key of changed) {
    if (on) next.add(key);
    else next.delete(key);
  }
  return next;
}

/** Turns one on or off. */
export function choose({ keys }: Selection, key: string, on: boolean): Selection {
  return { keys: put(keys, [key], on), anchor: key };
}

/** Turns on or off all that are shown from the last one chosen to this one; this one alone if that is hidden. */
export function chooseRange(
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
export function chooseAll({ keys, anchor }: Selection, shown: readonly string[], on: boolean): Selection {
  return { keys: put(keys, shown, on), anchor };
}

/** A saved deployment with the application it belongs to. */
export interface Saved {
  application: Application;
  deployment: Deployment;
}

export interface SelectionControl {
  isSelected: (deployment: Deployment) => boolean;
  toggle: (deployment: Deployment, on: boolean, extend: boolean) => void;
  /** All, some or none of what is shown. */
  shown: 'all' | 'some' | 'none';
  toggleAll: (on: boolean) => void;
  clear: () => void;
  /** What is selected and still saved, in the saved list's order, shown or not. */
  held: Saved[];
  hidden: number;
}

const none: Saved[] = [];

export function useSelection(saved: Application[], found: Application[]): SelectionControl {
  const [selection, setSelection] = useState(nothingSelected);
  const { keys } = selection;
  const shown = useMemo(() => found.flatMap((one) => one.deployments.map(keyOf)), [found]);
  const held = useMemo(
    () =>
      keys.size === 0
        ? none
        : saved.flatMap((application) =>
            application.deployments
              .filter((one) => keys.has(keyOf(one)))
              .map((deployment) => ({ application, deployment })),
          ),
    [saved, keys],
  );
  const visible = useMemo(
    () => (keys.size === 0 ? 0 : shown.filter((key) => keys.has(key)).length),
    [shown, keys],
  );
  return {
    isSelected: (deployment) => keys.has(keyOf(deployment)),
    toggle: (deployment, on, extend) =>
      setSelection((old) =>
        extend ? chooseRange(old, shown, keyOf(deployment), on) : choose(old, keyOf(deployment), on),
      ),
    shown: visible === 0 ? 'none' : visible === shown.length ? 'all' : 'some',
    toggleAll: (on) => setSelection((old) => chooseAll(old, shown, on)),
    clear: () => setSelection(nothingSelected),
    held,
    hidden: held.length - visible,
  };
}
