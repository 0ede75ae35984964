import { paths, type Application, type Deployment } from '@/contract';
import { z } from '@/contract/zod';
import { ApiError, request } from '@/lib/api-client';
import { putApplication, putDeployment } from './save';

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

/** Saves again exactly what was removed. What somebody else saved in the meantime is left as it is. */
export async function restore(target: Removable): Promise<void> {
  if (target.kind === 'application') {
    const { applicationId, name, deployments } = target.application;
    await unlessSaved(putApplication('add', applicationId, { name }));
    for (const deployment of deployments) await restoreDeployment(deployment);
  } else await restoreDeployment(target.deployment);
}

async function restoreDeployment(saved: Deployment): Promise<void> {
  const { name, environment, tags, note } = saved;
  await unlessSaved(putDeployment('add', saved, { name, environment, tags, note }));
}

async function unlessSaved(saving: Promise<unknown>): Promise<void> {
  try {
    await saving;
  } catch (error) {
    if (!(error instanceof ApiError && error.problem.code === 'conflict')) throw error;
  }
}
