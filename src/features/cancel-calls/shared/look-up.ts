import { useQuery } from '@tanstack/react-query';
import { ApiError } from '@/lib/api-client';
import { querySignal } from '@/lib/read';

/** What the console knows of a request whose own answer never arrived. */
export type LookUp<T> =
  | { kind: 'looking' }
  | { kind: 'unanswered'; error: Error }
  | { kind: 'no_record' }
  | { kind: 'found'; found: T };

/**
 * Asks for what a request was to make, every 2 s until that `isOver`; not while `attempt` is 0. Reading sends
 * nothing to Fuse. `ask` is to name the page's identity: another console has no record either.
 */
export function useLookUp<T>(
  id: string,
  attempt: number,
  ask: (signal: AbortSignal) => Promise<T>,
  isOver: (found: T) => boolean,
) {
  const query = useQuery({
    // A key of its own: a cached answer from before this attempt must not be taken for a new one.
    queryKey: ['look-up', id, attempt],
    enabled: attempt > 0,
    queryFn: async (context): Promise<LookUp<T>> => {
      try {
        return { kind: 'found', found: await ask(querySignal(context)) };
      } catch (error) {
        const code = error instanceof ApiError ? error.problem.code : null;
        if (code === 'not_found') return { kind: 'no_record' };
        if (code === 'in_progress') return { kind: 'looking' };
        throw error;
      }
    },
    retry: false,
    gcTime: 0,
    // Also while there is no record: the request itself may be slower than this.
    refetchInterval: ({ state: { data } }) => (data?.kind === 'found' && isOver(data.found) ? false : 2000),
  });
  const state: LookUp<T> =
    query.data ?? (query.isError ? { kind: 'unanswered', error: query.error } : { kind: 'looking' });
  return { state, lookAgain: () => void query.refetch() };
}
