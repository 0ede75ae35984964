import type { Cancellation } from '@/contract';
import { counted } from '@/lib/grouped';

/** Stands in every dialog that cancels: what the operator cannot take back, and what Fuse does not do. */
export const noUndo =
  'You cannot undo this. Calls already ringing continue. New calls can still be added. Fuse does not say how many were cancelled.';

/** The hint of the field that confirms, as in `To confirm, type the deployment ID: 310274`. */
export const confirmByTyping = (what: string, expected: string): string =>
  `To confirm, type the ${what}: ${expected}`;

/** What the console calls a batch, as in `Batch of 3 deployments`. */
export const batchName = (count: number): string => `Batch of ${counted(count, 'deployment')}`;

/** A cancellation that may or may not have taken effect, and that nobody has checked in Fuse since. */
export function isUncheckedUnknown(last: Cancellation): boolean {
  return last.outcome === 'unknown' && last.confirmation === null;
}

export const lastIsUnknown = 'We do not know if the last cancellation took effect. Check in Fuse first.';
