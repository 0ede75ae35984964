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
 * made it production. What the dialog itself has sent is none of what came before.
 */
export function useCurrentTarget(target: CancelTarget): CancelTarget {
  const list = useSavedList();
  const application = list?.items.find((one) => one.applicationId === target.application.applicationId);
  const deployment = application?.deployments.find(
    (one) => one.deploymentId === target.deployment.deploymentId,
  );
  if (application === undefined || deployment === undefined) return target;
  const { lastCancellation } = deployment.lastCancellation?.id === target.id ? target.deployment : deployment;
  return { ...target, application, deployment: { ...deployment, lastCancellation } };
}
