import type { Editing } from '@/features/applications/list/editing';
import type { CancelTarget } from '@/features/cancel-calls/single/target';
import { sharedState } from '@/lib/shared-state';

/** A dialog of the Deployments view that was asked for from elsewhere: the palette, a shortcut. */
type DialogRequest =
  { kind: 'edit'; editing: Editing } | { kind: 'cancel'; target: Omit<CancelTarget, 'upstream'> };

const [put, use] = sharedState<DialogRequest | null>(null);

/** Asks for a dialog; the Deployments view opens it as soon as it is there. Nothing is cancelled by this. */
export const requestDialog = (wanted: DialogRequest): void => put(wanted);
export const clearDialogRequest = (): void => put(null);
export const useDialogRequest = use;
