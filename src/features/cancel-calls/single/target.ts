import { useState } from 'react';
import type { Application, Deployment, Session } from '@/contract';
import { useSavedList } from '@/common/use-saved-list';

/** The target of one cancellation. Its IDs are fixed when its dialog opens; for the rest see `useCurrentTarget`. */
export interface CancelTarget {
  /** Made when the dialog opens: the console sends at most one DELETE for it. */
  id: string;
  application: Pick<Application, 'applicationId' | 'name'>;
  deployment: Deployment;
  upstream: Session['upstream'];
}

/**
 * A dialog's deployment as the page knows it now: somebody may have renamed or cancelled it since the dialog opened, or
 * made it production. What the dialog itself has sent is none of what came before. Of one that `isRemoved` from the list
 * it is what was known last.
 */
export function useCurrentTarget(target: CancelTarget): CancelTarget & { isRemoved: boolean } {
  const [lastKnown, setLastKnown] = useState<Pick<CancelTarget, 'application' | 'deployment'>>(target);
  const list = useSavedList();
  const application = list?.items.find((one) => one.applicationId === target.application.applicationId);
  const deployment = application?.deployments.find(
    (one) => one.deploymentId === target.deployment.deploymentId,
  );
  const isKnown = application !== undefined && deployment !== undefined;
  if (isKnown && (lastKnown.application !== application || lastKnown.deployment !== deployment))
    setLastKnown({ application, deployment });
  const known = isKnown ? { application, deployment } : lastKnown;
  const { lastCancellation } =
    known.deployment.lastCancellation?.id === target.id ? target.deployment : known.deployment;
  return {
    ...target,
    application: known.application,
    deployment: { ...known.deployment, lastCancellation },
    isRemoved: list !== undefined && !isKnown,
  };
}
