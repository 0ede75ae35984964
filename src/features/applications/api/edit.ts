import {
  editResult,
  paths,
  restoreRequest,
  type Deployment,
  type EditedDeployment,
  type EditRequest,
  type EditResult,
} from '@/contract';
import { z } from '@/contract/zod';
import { request } from '@/lib/api-client';

/** Changes or removes several deployments, all or none. `seen` is what the person has seen of the fields they change. */
export function editSeveral(
  deployments: readonly Pick<Deployment, 'applicationId' | 'deploymentId'>[],
  change: EditRequest['change'],
  seen?: EditRequest['seen'],
): Promise<EditResult> {
  const targets = deployments.map(({ applicationId, deploymentId }) => ({ applicationId, deploymentId }));
  return request(editResult, 'POST', paths.editApplications, { targets, change, seen });
}

/** Undoes an edit in one step; refused as a whole where somebody has changed the same fields since. */
export async function undoEdit(items: EditedDeployment[]): Promise<void> {
  await request(z.unknown(), 'POST', paths.restoreApplications, restoreRequest.parse({ items }));
}
