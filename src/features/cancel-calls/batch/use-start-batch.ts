import { useQueryClient } from '@tanstack/react-query';
import { batch, paths, type BatchRequest } from '@/contract';
import { refusalOf } from '@/common/failure-words';
import { keys } from '@/common/query-keys';
import { request } from '@/lib/api-client';
import { useSingleFlightMutation } from '@/lib/use-single-flight-mutation';
import type { BatchPlan } from './batch-plan';
import { showBatchSilence, showBatchStart } from './batch-toast';
import { watchBatch } from './watch-batch';

/**
 * Sends one batch, once: no retry, and no pause while the browser believes to be offline, because a request that
 * leaves later would start a batch that nobody asked for any more. The query client's defaults see to that.
 *
 * `isWatched` says whether the dialog is still open and shows how the request ended; if not, a toast does.
 */
export function useStartBatch(plan: BatchPlan, isWatched: () => boolean) {
  const client = useQueryClient();
  return useSingleFlightMutation({
    mutationFn: (reason: string | null) => {
      const targets = plan.targets.map(
        ({ name: deploymentName, applicationId, applicationName, deploymentId, environment }) => ({
          applicationId,
          applicationName,
          deploymentId,
          deploymentName,
          environment,
          // The dialog names each target, and has their number typed.
          confirmedDeploymentId: deploymentId,
        }),
      );
      const { despite } = plan;
      const body: BatchRequest = { targets, reason, ...(despite.length > 0 && { despite }) };
      return request(batch, 'PUT', paths.batch(plan.id), body);
    },
    onSuccess: (started) => {
      client.setQueryData(keys.batch(started.id), started);
      if (!isWatched()) showBatchStart(started);
      watchBatch(client, started.id);
      // The batch may have ended before this answer arrived, and the event of its end then met no query of it.
      if (started.state === 'running') void client.invalidateQueries({ queryKey: keys.batch(started.id) });
    },
    onError: (error) => {
      if (isWatched()) return;
      showBatchSilence(plan, error);
      if (refusalOf(error) === null) watchBatch(client, plan.id, { tellsThatItRuns: true, mayBegin: true });
    },
  });
}
