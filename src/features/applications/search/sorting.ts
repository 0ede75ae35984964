import { type Application, type Deployment } from '@/contract';
import { isProduction } from '@/common/environments';

const collator = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

function lastTime(deployment: Deployment | undefined): string {
  return deployment?.lastCancellation?.requestedAt ?? '';
}

const orders: Record<string, (one: Deployment, other: Deployment) => number> = {
  cancelled: (one, other) => (lastTime(one) < lastTime(other) ? 1 : lastTime(one) > lastTime(other) ? -1 : 0),
  environment: (one, other) =>
    Number(isProduction(other.environment)) - Number(isProduction(one.environment)) ||
    collator.compare(one.environment, other.environment),
};

/** Sorts the deployments of each application, and the applications by their first deployment. */
export function inOrder(applications: Application[], sort: string): Application[] {
  const order = orders[sort];
  if (order === undefined) return applications;
  const sorted = applications.map((one) => ({ ...one, deployments: one.deployments.toSorted(order) }));
  return sorted.sort((one, other) => {
    const [first, second] = [one.deployments[0], other.deployments[0]];
    return first && second ? order(first, second) : Number(!first) - Number(!second);
  });
}
