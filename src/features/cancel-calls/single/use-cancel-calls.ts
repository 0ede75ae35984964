import { useQueryClient, type QueryClient, type QueryKey } from '@tanstack/react-query';
import { cancellation, paths, type CancellationRequest } from '@/contract';
import { refusalOf } from '@/common/failure-words';
import { keys } from '@/common/query-keys';
import { trackSent, setSentStatus } from '@/common/own-cancellations';
import { learnFromAnswers, putRecords } from '@/common/record-cache';
import { afterPaint } from '@/lib/after-paint';
import { request } from '@/lib/api-client';
import { liveState } from '@/lib/live-state';
import { useSingleFlightMutation } from '@/lib/use-single-flight-mutation';
import { followInToast } from './outcome-toast';
import type { CancelTarget } from './target';

/** Reads the lists again, unless the live stream brings every change to this page. */
function invalidateLists(client: QueryClient, queryKeys: QueryKey[]) {
  if (liveState().phase === 'live') return;
  for (const queryKey of queryKeys) void client.invalidateQueries({ queryKey });
}

interface Sent {
  reason: string | null;
  despite: string[];
  /** Whether the person has typed the deployment's ID. */
  isReadBack: boolean;
}

/**
 * Sends one cancellation, once: no retry, and no pause while the browser believes to be offline, because a request
 * that leaves later would be a DELETE that nobody asked for. The query client's defaults see to that.
 *
 * `own-cancellations` keeps all that becomes known of it, from this answer or any other source; the toast, which
 * outlives the dialog, follows that.
 */
export function useCancelCalls(target: CancelTarget) {
  const client = useQueryClient();
  return useSingleFlightMutation({
    mutationKey: keys.cancelCalls,
    mutationFn: ({ reason, despite, isReadBack }: Sent) => {
      const { applicationId, name: applicationName } = target.application;
      const { deploymentId, name: deploymentName, environment } = target.deployment;
      const names = { applicationName, deploymentName, environment };
      const ids = { applicationId, deploymentId };
      const body: CancellationRequest = {
        ...ids,
        ...names,
        ...(isReadBack && { confirmedDeploymentId: deploymentId }),
        reason,
        ...(despite.length > 0 && { despite }),
      };
      return request(cancellation, 'PUT', paths.cancellation(target.id), body);
    },
    onMutate: () => {
      learnFromAnswers(client);
      trackSent(target.id, target.deployment);
      followInToast(target);
      // The console records the intent before it sends anything: soon the list shows who is cancelling what.
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
      const isDefinitelyNotSent = refusalOf(error) !== null;
      setSentStatus(target.id, { kind: isDefinitelyNotSent ? 'nothing_sent' : 'unanswered', error });
    },
  });
}
