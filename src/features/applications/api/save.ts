import { useQueryClient } from '@tanstack/react-query';
import {
  application,
  deployment,
  paths,
  type Application,
  type ApplicationInput,
  type Deployment,
  type DeploymentInput,
} from '@/contract';
import { keys } from '@/domain/query-keys';
import { request } from '@/lib/api-client';
import { useOneMutation } from '@/lib/use-one-mutation';

// RFC 9110 §13.1
const onlyIfAbsent = { headers: { 'if-none-match': '*' } };
const onlyIfPresent = { headers: { 'if-match': '*' } };

/** `add` is refused with `conflict` if it is already saved, `change` with `not_found` if it is not. */
export function putApplication(
  mode: 'add' | 'change',
  id: string,
  input: ApplicationInput,
): Promise<Application> {
  const options = mode === 'add' ? onlyIfAbsent : onlyIfPresent;
  return request(application, 'PUT', paths.application(id), input, options);
}

/** Saves a new one; refused with `conflict` if it is already saved. */
export function putDeployment(
  { applicationId, deploymentId }: Pick<Deployment, 'applicationId' | 'deploymentId'>,
  input: DeploymentInput,
): Promise<Deployment> {
  const path = paths.deployment(applicationId, deploymentId);
  return request(deployment, 'PUT', path, input, onlyIfAbsent);
}

/** Runs any change of the saved list, one at a time, and then reads the list anew. */
export function useSave<Input, Saved>(save: (input: Input) => Promise<Saved>) {
  const client = useQueryClient();
  return useOneMutation({
    mutationFn: save,
    onSettled: () => client.invalidateQueries({ queryKey: keys.applications }),
  });
}
