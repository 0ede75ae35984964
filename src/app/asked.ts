import { useSyncExternalStore } from 'react';
import type { Editing } from '@/features/applications/components/editing';
import type { CancelTarget } from '@/features/cancel-calls/target';

/** A dialog of the Deployments view that was asked for from elsewhere: the palette, a shortcut. */
type Asked = { kind: 'edit'; editing: Editing } | { kind: 'cancel'; target: Omit<CancelTarget, 'upstream'> };

let asked: Asked | null = null;
const listeners = new Set<() => void>();

function subscribe(listener: () => void) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function put(next: Asked | null) {
  asked = next;
  for (const listener of listeners) listener();
}

/** Asks for a dialog; the Deployments view opens it as soon as it is there. Nothing is cancelled by this. */
export const ask = (wanted: Asked): void => put(wanted);
export const forgetAsked = (): void => put(null);
export const useAsked = (): Asked | null => useSyncExternalStore(subscribe, () => asked);
