import { paths, type Application, type Deployment } from '@/contract';
import { z } from '@/contract/zod';
import { ApiError, request } from '@/lib/api-client';
import { saveMissing } from './import';
import { putDeployment } from './save';

const nothing = z.undefined();

/** What a removal takes away, and an undo brings back. */
export type Removable =
  { kind: 'application'; application: Application } | { kind: 'deployment'; deployment: Deployment };

export async function remove(target: Removable): Promise<void> {
  const path =
    target.kind === 'application'
      ? paths.application(target.application.applicationId)
      : paths.deployment(target.deployment.applicationId, target.deployment.deploymentId);
  await request(nothing, 'DELETE', path);
}

/** Saves again exactly what was removed, all or nothing. What somebody else saved in the meantime is left as it is. */
export async function restore(target: Removable): Promise<void> {
  if (target.kind === 'application') {
    await saveMissing([target.application]);
    return;
  }
  const { name, environment, tags, note } = target.deployment;
  try {
    await putDeployment('add', target.deployment, { name, environment, tags, note });
  } catch (error) {
    if (!(error instanceof ApiError && error.problem.code === 'conflict')) throw error;
  }
}
