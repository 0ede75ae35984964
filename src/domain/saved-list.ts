import type { Application, ApplicationList, Cancellation, Deployment } from '../contract';
import { newest } from './newest';

/** Whether a cancellation still waits for its outcome. */
export function isOpen(cancellation: Cancellation | null): boolean {
  return cancellation !== null && cancellation.outcome === null;
}

/** The saved list with a cancellation as the last one of its deployment, unless a later one is there. */
export function withCancellation(list: ApplicationList, latest: Cancellation): ApplicationList {
  const place = (deployment: Deployment): Deployment => {
    const last = deployment.lastCancellation;
    const other =
      deployment.applicationId !== latest.applicationId || deployment.deploymentId !== latest.deploymentId;
    const later = last !== null && last.id !== latest.id && last.requestedAt > latest.requestedAt;
    if (other || later) return deployment;
    return { ...deployment, lastCancellation: last?.id === latest.id ? newest(last, latest) : latest };
  };
  return {
    items: list.items.map((application): Application => ({
      ...application,
      deployments: application.deployments.map(place),
    })),
  };
}
