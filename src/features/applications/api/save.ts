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

/** `add` is refused with `conflict` if it is already saved; `change` writes over what is there. */
type Mode = 'add' | 'change';

const onlyIfAbsent = { headers: { 'if-none-match': '*' } };

export function putApplication(mode: Mode, id: string, input: ApplicationInput): Promise<Application> {
  return request(application, 'PUT', paths.application(id), input, mode === 'add' ? onlyIfAbsent : {});
}

export function putDeployment(
  mode: Mode,
  { applicationId, deploymentId }: Pick<Deployment, 'applicationId' | 'deploymentId'>,
  input: DeploymentInput,
): Promise<Deployment> {
  const path = paths.deployment(applicationId, deploymentId);
  return request(deployment, 'PUT', path, input, mode === 'add' ? onlyIfAbsent : {});
}

/** Runs any change of the saved list, one at a time, and then reads the list anew. */
export function useSave<Input, Saved>(save: (input: Input) => Promise<Saved>) {
  const client = useQueryClient();
  return useOneMutation({
    mutationFn: save,
    onSettled: () => client.invalidateQueries({ queryKey: keys.applications }),
  });
}
