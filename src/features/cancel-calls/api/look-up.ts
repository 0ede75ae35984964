import { useQuery } from '@tanstack/react-query';
import { cancellation, paths, type Cancellation } from '@/contract';
import { ApiError, request } from '@/lib/api-client';

/** What the console knows of a cancellation whose own answer never arrived. */
export type LookUp =
  | { kind: 'looking' }
  | { kind: 'unanswered'; error: Error }
  | { kind: 'no_record' }
  | { kind: 'found'; record: Cancellation };

/**
 * Reads one record, every 2 s until it has its outcome; not while `attempt` is 0. Reading sends nothing to Fuse.
 */
export function useLookUp(id: string, attempt: number) {
  const query = useQuery({
    // Not the journal's key: a cached answer from before this attempt must not be taken for a new one.
    queryKey: ['look-up', id, attempt],
    enabled: attempt > 0,
    queryFn: async ({ signal }): Promise<LookUp> => {
      try {
        const record = await request(cancellation, 'GET', paths.cancellation(id), undefined, { signal });
        return { kind: 'found', record };
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
    refetchInterval: ({ state: { data } }) =>
      data?.kind === 'found' && data.record.outcome !== null ? false : 2000,
  });
  const state: LookUp =
    query.data ?? (query.isError ? { kind: 'unanswered', error: query.error } : { kind: 'looking' });
  return { state, lookAgain: () => void query.refetch() };
}
