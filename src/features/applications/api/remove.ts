import { application, deployment, paths, type Application, type Deployment } from '@/contract';
import { ApiError, request } from '@/lib/api-client';
import { saveMissing } from './import';
import { putDeployment } from './save';

/** An application or a deployment that can be removed, and restored by an undo. */
export type Removable =
  { kind: 'application'; application: Application } | { kind: 'deployment'; deployment: Deployment };

/** Removes it, and returns what was removed, which may be more than the page knew. */
export async function remove(target: Removable): Promise<Removable> {
  // RFC 7240 §4.2
  const options = { headers: { prefer: 'return=representation' } };
  if (target.kind === 'application') {
    const path = paths.application(target.application.applicationId);
    return {
      kind: 'application',
      application: await request(application, 'DELETE', path, undefined, options),
    };
  }
  const path = paths.deployment(target.deployment.applicationId, target.deployment.deploymentId);
  return { kind: 'deployment', deployment: await request(deployment, 'DELETE', path, undefined, options) };
}

/** Saves again exactly what was removed, all or nothing. What somebody else has saved in the meantime stays as it is. */
export async function restore(target: Removable): Promise<void> {
  if (target.kind === 'application') {
    await saveMissing([target.application]);
    return;
  }
  const { name, environment, tags, note, protection } = target.deployment;
  const protectedReason = protection?.reason ?? null;
  try {
    await putDeployment(target.deployment, { name, environment, tags, note, protectedReason });
  } catch (error) {
    if (!(error instanceof ApiError && error.problem.code === 'conflict')) throw error;
  }
}
