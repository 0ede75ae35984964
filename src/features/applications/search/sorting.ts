import type { Application, Deployment } from '@/contract';
import { isProduction } from '@/common/environments';

const collator = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

function lastTime(deployment: Deployment): string {
  return deployment.lastCancellation?.requestedAt ?? '';
}

const comparators: Record<string, (a: Deployment, b: Deployment) => number> = {
  cancelled: (a, b) => (lastTime(a) < lastTime(b) ? 1 : lastTime(a) > lastTime(b) ? -1 : 0),
  environment: (a, b) =>
    Number(isProduction(b.environment)) - Number(isProduction(a.environment)) ||
    collator.compare(a.environment, b.environment),
};

/** Sorts the deployments of each application, and the applications by their first deployment. */
export function sortApplications(applications: Application[], sort: string): Application[] {
  const compare = comparators[sort];
  if (compare === undefined) return applications;
  const sorted = applications.map((application) => ({
    ...application,
    deployments: application.deployments.toSorted(compare),
  }));
  return sorted.sort((a, b) => {
    const [first, second] = [a.deployments[0], b.deployments[0]];
    return first && second ? compare(first, second) : Number(!first) - Number(!second);
  });
}
