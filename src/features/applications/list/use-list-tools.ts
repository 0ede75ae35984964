import { idlePart } from '@/lib/idle-part';

const usePart = idlePart(() => import('./list-tools'), 'filters and sorting');

/**
 * The controls of a list: null until the page was idle, and their room is kept meanwhile. Where the list
 * cannot be shown without them they are fetched at once.
 */
export function useListTools(atOnce: boolean) {
  return usePart(atOnce)?.listTools ?? null;
}
