import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { batch, paths, type Batch, type BatchRequest } from '@/contract';
import { keys } from '@/domain/query-keys';
import { ApiError, request } from '@/lib/api-client';
import type { BatchPlan } from '../batch-plan';
import { showBatchSilence, showBatchStart } from '../batch-toast';
import { watchBatch } from '../watch-batch';

/**
 * Asks the console for one batch. It is sent once: no retry, and no pause while the browser believes to be
 * offline, because a request that leaves later would start what nobody asked for any more.
 *
 * `isWatched` says whether a dialog still tells how it ends; if none does, a toast takes the place of the one that
 * said it was not known.
 */
export function useStartBatch(plan: BatchPlan, isWatched: () => boolean) {
  const client = useQueryClient();
  return useMutation({
    networkMode: 'always',
    retry: false,
    mutationFn: (reason: string | null) => {
      const targets = plan.targets.map(({ name, ...target }) => ({ ...target, deploymentName: name }));
      const body: BatchRequest = { targets, reason };
      return request(batch, 'PUT', paths.batch(plan.id), body);
    },
    onSuccess: (started) => {
      client.setQueryData(keys.batch(started.id), started);
      if (!isWatched()) showBatchStart(started);
      watchBatch(client, started.id);
    },
    onError: (error) => {
      if (!isWatched()) showBatchSilence(plan, error);
    },
  });
}

/** What the console knows of a batch whose own answer never arrived. */
export type BatchLookUp =
  | { kind: 'looking' }
  | { kind: 'unanswered'; error: Error }
  | { kind: 'no_record' }
  | { kind: 'found'; batch: Batch };

/** Reads one batch, every 2 s until there is one. Reading starts nothing. */
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
        const code = error instanceof ApiError ? error.problem.code : null;
        if (code === 'not_found') return { kind: 'no_record' };
        if (code === 'in_progress') return { kind: 'looking' };
        throw error;
      }
    },
    retry: false,
    gcTime: 0,
    // Also while there is none: the request itself may be slower than this.
    refetchInterval: ({ state }) => (state.data?.kind === 'found' ? false : 2000),
  });
  const state: BatchLookUp =
    query.data ?? (query.isError ? { kind: 'unanswered', error: query.error } : { kind: 'looking' });
  return { state, lookAgain: () => void query.refetch() };
}
