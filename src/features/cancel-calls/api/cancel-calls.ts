import { useMutation, useQueryClient } from '@tanstack/react-query';
import { cancellation, paths, type Cancellation, type CancellationRequest } from '@/contract';
import { keys } from '@/domain/query-keys';
import { putRecords } from '@/domain/record-cache';
import { request } from '@/lib/api-client';
import { showOutcome, showSilence } from '../components/outcome-toast';
import type { CancelTarget } from '../target';

/** Puts a record that just arrived into every list, and says its outcome. */
export function useReportOutcome(): (record: Cancellation) => Promise<void> {
  const client = useQueryClient();
  return async (record) => {
    if (record.outcome !== null) showOutcome(record);
    await putRecords(client, [record]);
    void client.invalidateQueries({ queryKey: keys.cancellations });
    void client.invalidateQueries({ queryKey: keys.applications });
  };
}

/**
 * Asks the console for one cancellation. It is sent once: no retry, and no pause while the browser believes
 * to be offline, because a request that leaves later would be a DELETE that nobody asked for.
 *
 * The outcome's toast is shown from here, as it must outlive the dialog. `isWatched` says whether a dialog
 * still tells what goes wrong; if none does, that gets a toast too.
 */
export function useCancelCalls(target: CancelTarget, isWatched: () => boolean) {
  const client = useQueryClient();
  const report = useReportOutcome();
  return useMutation({
    mutationKey: keys.cancelCalls,
    networkMode: 'always',
    retry: false,
    mutationFn: (reason: string | null) => {
      const { applicationId } = target.application;
      const { deploymentId } = target.deployment;
      const body: CancellationRequest = { applicationId, deploymentId, reason };
      return request(cancellation, 'PUT', paths.cancellation(target.id), body);
    },
    onMutate: () => {
      // The intent is on record before anything is sent: soon the list can say who is cancelling what.
      setTimeout(() => void client.invalidateQueries({ queryKey: keys.applications }), 400);
    },
    onSuccess: report,
    onError: (error) => {
      if (!isWatched()) showSilence(target, error);
    },
  });
}
