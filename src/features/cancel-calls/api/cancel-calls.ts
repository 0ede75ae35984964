import { useMutation, useQueryClient, type QueryClient, type QueryKey } from '@tanstack/react-query';
import { useCallback, useSyncExternalStore } from 'react';
import { cancellation, paths, type Cancellation, type CancellationRequest } from '@/contract';
import { certainProblem } from '@/domain/failure-words';
import { keys } from '@/domain/query-keys';
import { putRecords } from '@/domain/record-cache';
import { afterPaint } from '@/lib/after-paint';
import { request } from '@/lib/api-client';
import { liveState } from '@/lib/live-state';
import { showOutcome, showSilence } from '../components/outcome-toast';
import type { CancelTarget } from '../target';

/**
 * Puts a record that just arrived into every list, and says its outcome. The row comes first: a toast is
 * measured when it appears, and all of the page would have to be laid out for it before anything is painted.
 */
export function useReportOutcome(): (record: Cancellation) => void {
  const client = useQueryClient();
  return (record) => {
    putRecords(client, [record]);
    afterPaint(() => {
      showOutcome(record);
      readAnew(client, [keys.cancellations, keys.applications]);
    });
  };
}

/** Asks again, unless a live stream tells this page of every change. */
function readAnew(client: QueryClient, queryKeys: QueryKey[]) {
  if (liveState().phase === 'live') return;
  for (const queryKey of queryKeys) void client.invalidateQueries({ queryKey });
}

const mutationKeyOf = ({ id, deployment }: CancelTarget) => [
  ...keys.cancelCalls,
  deployment.applicationId,
  deployment.deploymentId,
  id,
];

/**
 * The ID of another cancellation of the same deployment that this page has sent and of which it does not know the
 * outcome: it is not answered yet, or its answer was lost.
 */
export function useUnansweredBefore(target: CancelTarget): string | null {
  const cache = useQueryClient().getMutationCache();
  const { lastCancellation: last } = target.deployment;
  const subscribe = useCallback((listener: () => void) => cache.subscribe(listener), [cache]);
  return useSyncExternalStore(subscribe, () => {
    const ids = cache
      .findAll({ mutationKey: mutationKeyOf(target).slice(0, -1) })
      .filter(({ state: { status, error } }) =>
        status === 'error' ? certainProblem(error) === null : status === 'pending',
      )
      .map(({ options }) => options.mutationKey?.at(-1));
    const isOpen = (id: unknown): id is string =>
      typeof id === 'string' && id !== target.id && !(last?.id === id && last.outcome !== null);
    return ids.find(isOpen) ?? null;
  });
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
    mutationKey: mutationKeyOf(target),
    networkMode: 'always',
    retry: false,
    mutationFn: ({ reason, despite }: { reason: string | null; despite: string[] }) => {
      const { applicationId, name: applicationName } = target.application;
      const { deploymentId, name: deploymentName, environment } = target.deployment;
      const names = { applicationName, deploymentName, environment };
      const body: CancellationRequest = {
        applicationId,
        deploymentId,
        ...names,
        reason,
        ...(despite.length > 0 && { despite }),
      };
      return request(cancellation, 'PUT', paths.cancellation(target.id), body);
    },
    onMutate: () => {
      // The intent is on record before anything is sent: soon the list can say who is cancelling what.
      setTimeout(() => {
        if (client.isMutating({ mutationKey: keys.cancelCalls }) > 0) readAnew(client, [keys.applications]);
      }, 400);
    },
    onSuccess: (record) => {
      // An answer without an outcome tells no more than no answer.
      if (record.outcome === null && !isWatched()) showSilence(target, null);
      report(record);
    },
    onError: (error) => {
      if (!isWatched()) showSilence(target, error);
    },
  });
}
