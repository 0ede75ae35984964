import { useMutation, useQueryClient, type QueryClient, type QueryKey } from '@tanstack/react-query';
import { cancellation, paths, type CancellationRequest } from '@/contract';
import { refusalOf } from '@/common/failure-words';
import { keys } from '@/common/query-keys';
import { followSent, learn } from '@/common/own-cancellations';
import { learnFromAnswers, putRecords } from '@/common/record-cache';
import { afterPaint } from '@/lib/after-paint';
import { request } from '@/lib/api-client';
import { liveState } from '@/lib/live-state';
import { followInToast } from './outcome-toast';
import type { CancelTarget } from './target';

/** Asks again, unless a live stream tells this page of every change. */
function invalidateLists(client: QueryClient, queryKeys: QueryKey[]) {
  if (liveState().phase === 'live') return;
  for (const queryKey of queryKeys) void client.invalidateQueries({ queryKey });
}

/**
 * Asks the console for one cancellation. It is sent once: no retry, and no pause while the browser believes
 * to be offline, because a request that leaves later would be a DELETE that nobody asked for.
 *
 * What is known of it, from this answer or any other source, is kept in `own-cancellations`; its toast outlives the
 * dialog and follows that.
 */
export function useCancelCalls(target: CancelTarget) {
  const client = useQueryClient();
  return useMutation({
    mutationKey: keys.cancelCalls,
    networkMode: 'always',
    retry: false,
    mutationFn: ({ reason, despite }: { reason: string | null; despite: string[] }) => {
      const { applicationId, name: applicationName } = target.application;
      const { deploymentId, name: deploymentName, environment } = target.deployment;
      const names = { applicationName, deploymentName, environment };
      const ids = { applicationId, deploymentId };
      const body: CancellationRequest = { ...ids, ...names, reason, ...(despite.length > 0 && { despite }) };
      return request(cancellation, 'PUT', paths.cancellation(target.id), body);
    },
    onMutate: () => {
      learnFromAnswers(client);
      followSent(target.id, target.deployment);
      followInToast(target);
      // The intent is on record before anything is sent: soon the list can say who is cancelling what.
      setTimeout(() => {
        if (client.isMutating({ mutationKey: keys.cancelCalls }) > 0)
          invalidateLists(client, [keys.applications]);
      }, 400);
    },
    onSuccess: (record) => {
      putRecords(client, [record]);
      afterPaint(() => invalidateLists(client, [keys.cancellations, keys.applications]));
    },
    onError: (error) => {
      const isCertain = refusalOf(error) !== null;
      learn(target.id, isCertain ? { kind: 'nothing_sent', error } : { kind: 'unanswered', error });
    },
  });
}
