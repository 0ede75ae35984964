import { sharedState } from '@/lib/shared-state';

const [setCount, useCount] = sharedState(0);

/**
 * While the pointer is in a list, colleagues' changes wait; the person's own changes are shown at once. Called after
 * the list was read again, whose result TanStack Query hands to the view in a timer.
 */
export function showOwnChanges(): void {
  setTimeout(() => setCount((count) => count + 1));
}

/** Another number after each change of the person's own. */
export const useOwnChanges = useCount;
