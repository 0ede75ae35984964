import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import {
  application,
  deployment,
  paths,
  type Application,
  type ApplicationInput,
  type Deployment,
  type DeploymentInput,
} from '@/contract';
import { keys } from '@/common/query-keys';
import { request } from '@/lib/api-client';
import { useOneMutation } from '@/lib/use-one-mutation';
import { showOwnChanges } from '../editing/own-changes';
import { showHowItEnded, showUnderWay } from '../editing/use-save';

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

/**
 * Runs any change of the saved list, one at a time, and then reads the list anew. If its dialog is left before the
 * answer, by the browser's own way back for one, a toast says that it is under way, and then how it ended.
 */
export function useSave<Input, Saved>(save: (input: Input) => Promise<Saved>) {
  const client = useQueryClient();
  const [toastId] = useState(() => crypto.randomUUID());
  const isShown = useRef(true);
  // Not the mutation's own state, which is a render late.
  const isUnderWay = useRef(false);
  useEffect(() => {
    isShown.current = true;
    return () => {
      isShown.current = false;
      if (isUnderWay.current) showUnderWay(toastId);
    };
  }, [toastId]);
  return useOneMutation({
    mutationFn: save,
    onMutate: () => {
      isUnderWay.current = true;
    },
    onSettled: async (_saved, error) => {
      await client.invalidateQueries({ queryKey: keys.applications });
      isUnderWay.current = false;
      showOwnChanges();
      if (!isShown.current) showHowItEnded(toastId, error);
    },
  });
}
