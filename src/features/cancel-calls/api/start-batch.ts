import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { batch, paths, type Batch, type BatchRequest } from '@/contract';
import { keys } from '@/domain/query-keys';
import { ApiError, request } from '@/lib/api-client';
import type { BatchPlan } from '../batch-plan';

/**
 * Asks the console for one batch. It is sent once: no retry, and no pause while the browser believes to be
 * offline, because a request that leaves later would start what nobody asked for any more.
 */
export function useStartBatch(plan: BatchPlan) {
  const client = useQueryClient();
  return useMutation({
    networkMode: 'always',
    retry: false,
    mutationFn: (reason: string | null) => {
      const targets = plan.targets.map(({ applicationId, deploymentId }) => ({
        applicationId,
        deploymentId,
      }));
      const body: BatchRequest = { targets, reason };
      return request(batch, 'PUT', paths.batch(plan.id), body);
    },
    onSuccess: (started) => client.setQueryData(keys.batch(started.id), started),
  });
}

/** What the console knows of a batch whose own answer never arrived. */
export type BatchLookUp =
  { kind: 'looking' } | { kind: 'unreachable' } | { kind: 'no_record' } | { kind: 'found'; batch: Batch };

/** Reads one batch, every 2 s until it is known whether there is one. Reading starts nothing. */
export function useBatchLookUp(id: string, attempt: number) {
  const query = useQuery({
    // Not the view's key: what was read before this attempt must not be taken for a new answer.
    queryKey: ['batch-look-up', id, attempt],
    enabled: attempt > 0,
    queryFn: async ({ signal }): Promise<BatchLookUp> => {
      try {
        const found = await request(batch, 'GET', paths.batch(id), undefined, { signal });
        return { kind: 'found', batch: found };
      } catch (error) {
        if (error instanceof ApiError && error.problem.code === 'not_found') return { kind: 'no_record' };
        throw error;
      }
    },
    retry: false,
    gcTime: 0,
    refetchInterval: ({ state }) => (state.data === undefined ? 2000 : false),
  });
  const state: BatchLookUp = query.data ?? { kind: query.isError ? 'unreachable' : 'looking' };
  return { state, lookAgain: () => void query.refetch() };
}
