import type { Application } from '@/contract';

export function countDeployments(applications: readonly Application[]): number {
  return applications.reduce((sum, application) => sum + application.deployments.length, 0);
}
