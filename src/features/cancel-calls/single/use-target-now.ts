import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useSyncExternalStore } from 'react';
import type { ApplicationList } from '@/contract';
import { keys } from '@/common/query-keys';
import type { CancelTarget } from './target';

/** The saved list as the page knows it, without asking for it. */
export function useSavedList(): ApplicationList | undefined {
  const client = useQueryClient();
  const subscribe = useCallback(
    (listener: () => void) =>
      client.getQueryCache().subscribe(({ type, query }) => {
        if (type === 'updated' && query.queryKey[0] === keys.applications[0]) listener();
      }),
    [client],
  );
  return useSyncExternalStore(subscribe, () => client.getQueryData<ApplicationList>(keys.applications));
}

/**
 * A dialog's deployment as the page knows it now: somebody may have renamed or cancelled it since the dialog opened, or
 * made it production. What the dialog itself has sent is none of what came before.
 */
export function useTargetNow(target: CancelTarget): CancelTarget {
  const list = useSavedList();
  const application = list?.items.find((one) => one.applicationId === target.application.applicationId);
  const deployment = application?.deployments.find(
    (one) => one.deploymentId === target.deployment.deploymentId,
  );
  if (application === undefined || deployment === undefined) return target;
  const { lastCancellation } = deployment.lastCancellation?.id === target.id ? target.deployment : deployment;
  return { ...target, application, deployment: { ...deployment, lastCancellation } };
}
