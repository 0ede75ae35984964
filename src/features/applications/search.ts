import type { Application } from '@/contract';

/**
 * The applications with the deployments that contain the text in a name, an ID or a tag, without regard
 * to letter case. An application that matches by itself keeps all of its deployments.
 */
export function search(applications: readonly Application[], text: string): Application[] {
  const wanted = text.trim().toLowerCase();
  if (wanted === '') return [...applications];
  const matches = (...texts: string[]) => texts.some((one) => one.toLowerCase().includes(wanted));
  return applications.flatMap((application) => {
    if (matches(application.name, application.applicationId)) return [application];
    const deployments = application.deployments.filter(({ name, deploymentId, tags }) =>
      matches(name, deploymentId, ...tags),
    );
    return deployments.length === 0 ? [] : [{ ...application, deployments }];
  });
}

export function countDeployments(applications: readonly Application[]): number {
  return applications.reduce((sum, application) => sum + application.deployments.length, 0);
}
