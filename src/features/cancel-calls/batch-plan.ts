import { isProduction, type Application, type BatchTarget, type Deployment, type Session } from '@/contract';

/** One deployment of a batch as its dialog names it. */
export interface Target {
  applicationId: string;
  applicationName: string;
  deploymentId: string;
  name: string;
  environment: string;
  /** What the saved list says of it that bears on cancelling it; known only of what was selected there. */
  note?: string | null;
  isUnknown?: boolean;
}

/** What one batch is about, fixed at the moment its dialog opens. */
export interface BatchPlan {
  /** Made when the dialog opens: the console makes at most one batch of it. */
  id: string;
  targets: readonly Target[];
  upstream: Session['upstream'];
}

export function fromSaved(
  held: readonly { application: Pick<Application, 'name'>; deployment: Deployment }[],
): Target[] {
  return held.map(({ application, deployment }) => ({
    applicationId: deployment.applicationId,
    applicationName: application.name,
    deploymentId: deployment.deploymentId,
    name: deployment.name,
    environment: deployment.environment,
    note: deployment.note,
    isUnknown:
      deployment.lastCancellation?.outcome === 'unknown' && deployment.lastCancellation.confirmation === null,
  }));
}

/** Those of a batch that certainly cancelled nothing: refused, not sent, not tried. */
export function toTryAgain(targets: readonly BatchTarget[]): Target[] {
  return targets
    .filter(
      ({ state, cancellation }) =>
        state === 'not_tried' ||
        (state === 'done' && (cancellation?.outcome === 'refused' || cancellation?.outcome === 'not_sent')),
    )
    .map(({ applicationId, applicationName, deploymentId, deploymentName, environment }) => ({
      applicationId,
      applicationName,
      deploymentId,
      name: deploymentName,
      environment,
    }));
}

/** A plan that nothing changes any more; production first, the rest in the order given. */
export function planBatch(targets: readonly Target[], upstream: Session['upstream']): BatchPlan {
  const order = (target: Target) => (isProduction(target.environment) ? 0 : 1);
  return {
    id: crypto.randomUUID(),
    targets: targets.toSorted((one, other) => order(one) - order(other)),
    upstream,
  };
}
