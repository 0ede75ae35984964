import type { Cancellation } from '../contract';

/** Whether a cancellation still waits for its outcome. */
export function isOpen(cancellation: Cancellation | null): boolean {
  return cancellation !== null && cancellation.outcome === null;
}
