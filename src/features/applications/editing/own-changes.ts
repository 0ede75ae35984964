import { sharedState } from '@/lib/shared-state';

const [setCount, useCount] = sharedState(0);

/**
 * A list that holds its order shows at once what its reader has changed; called when the list was read anew, which
 * reaches the view in a timer of TanStack Query's.
 */
export function showOwnChanges(): void {
  setTimeout(() => setCount((count) => count + 1));
}

/** How often that was: another number each time. */
export const useOwnChanges = useCount;
