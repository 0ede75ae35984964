import { useMutation, useQueryClient } from '@tanstack/react-query';
import { batch, paths, type BatchRequest } from '@/contract';
import { refusalOf } from '@/common/failure-words';
import { keys } from '@/common/query-keys';
import { request } from '@/lib/api-client';
import type { BatchPlan } from './batch-plan';
import { showBatchSilence, showBatchStart } from './batch-toast';
import { watchBatch } from './watch-batch';

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
      const targets = plan.targets.map(
        ({ name: deploymentName, applicationId, applicationName, deploymentId, environment }) => ({
          applicationId,
          applicationName,
          deploymentId,
          deploymentName,
          environment,
        }),
      );
      const body: BatchRequest = {
        targets,
        reason,
        ...(plan.despite.length > 0 && { despite: plan.despite }),
      };
      return request(batch, 'PUT', paths.batch(plan.id), body);
    },
    onSuccess: (started) => {
      client.setQueryData(keys.batch(started.id), started);
      if (!isWatched()) showBatchStart(started);
      watchBatch(client, started.id);
      // It may have ended before this answer came, and what was told of it then found nobody who knew it.
      if (started.state === 'running') void client.invalidateQueries({ queryKey: keys.batch(started.id) });
    },
    onError: (error) => {
      if (isWatched()) return;
      showBatchSilence(plan, error);
      if (refusalOf(error) === null)
        watchBatch(client, plan.id, { tellsThatItRuns: true, mayBegin: true });
    },
  });
}
