import { deploymentKey } from '@/contract/ids';
import type { Application, Cancellation, Deployment } from '@/contract';

export function deploymentsByKey(applications: readonly Application[]): Map<string, Deployment> {
  return new Map(
    applications.flatMap((application) =>
      application.deployments.map((one) => [deploymentKey(one), one] as const),
    ),
  );
}

/** Rows that hold their order and names, with each one's last cancellation as it is now: outcomes are never held. */
export function withLastCancellations(
  rows: readonly Application[],
  present: readonly Application[],
): Application[] {
  const now = deploymentsByKey(present);
  const lastNow = (one: Deployment): Cancellation | null =>
    now.get(deploymentKey(one))?.lastCancellation ?? one.lastCancellation;
  return rows.map((application) => ({
    ...application,
    deployments: application.deployments.map((one) => {
      const lastCancellation = lastNow(one);
      return lastCancellation === one.lastCancellation ? one : { ...one, lastCancellation };
    }),
  }));
}
