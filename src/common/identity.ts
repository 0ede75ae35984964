import type { Application, Deployment } from '../contract';
import { isolated } from '../lib/isolated';
import { environmentName } from './environments';

/** All by which two deployments can be told apart; a cancellation and a target of a batch have these fields too. */
export interface Identity {
  environment: string;
  deploymentName: string;
  deploymentId: string;
  applicationName: string;
  applicationId: string;
}

export function identityOf(
  { applicationId, name: applicationName }: Pick<Application, 'applicationId' | 'name'>,
  {
    environment,
    name: deploymentName,
    deploymentId,
  }: Pick<Deployment, 'environment' | 'name' | 'deploymentId'>,
): Identity {
  return { environment, deploymentName, deploymentId, applicationName, applicationId };
}

/**
 * The identity within a sentence or an accessible name, with the deployment's name first, as people call it:
 * `Payment reminders, Production, ID 310274, Billing and payments 20481`.
 */
export function identityText({ environment, deploymentName, ...ids }: Identity): string {
  const { deploymentId, applicationName, applicationId } = ids;
  return `${isolated(deploymentName)}, ${isolated(environmentName(environment))}, ID ${deploymentId}, ${isolated(applicationName)} ${applicationId}`;
}
