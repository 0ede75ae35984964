import {
  application,
  deployment,
  paths,
  type Application,
  type ApplicationInput,
  type Deployment,
  type DeploymentInput,
} from '@/contract';
import { request } from '@/lib/api-client';

// RFC 9110 §13.1
const onlyIfAbsent = { headers: { 'if-none-match': '*' } };
const onlyIfPresent = { headers: { 'if-match': '*' } };

/** Saves an application. `add` is refused with `conflict` if it exists, `change` with `not_found` if it does not. */
export function putApplication(
  mode: 'add' | 'change',
  id: string,
  input: ApplicationInput,
): Promise<Application> {
  const options = mode === 'add' ? onlyIfAbsent : onlyIfPresent;
  return request(application, 'PUT', paths.application(id), input, options);
}

/** Saves a new deployment; refused with `conflict` if it exists. */
export function putDeployment(
  { applicationId, deploymentId }: Pick<Deployment, 'applicationId' | 'deploymentId'>,
  input: DeploymentInput,
): Promise<Deployment> {
  const path = paths.deployment(applicationId, deploymentId);
  return request(deployment, 'PUT', path, input, onlyIfAbsent);
}
