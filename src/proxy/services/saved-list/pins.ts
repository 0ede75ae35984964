import { maxPins, type Pin } from '../../../contract';
import { mapStoreErrors, ProblemError } from '../../http/problems';
import type { PinStore } from '../../store/store';
import { nameOfDeployment } from './edits';

/** Pins a saved deployment for one person. Problems: `not_saved`; `conflict` where the person has pinned `maxPins`. */
export async function pinDeployment(store: PinStore, person: string, deployment: Pin): Promise<void> {
  const { applicationId, deploymentId } = deployment;
  const result = await mapStoreErrors(store.pinDeployment(person, deployment));
  if (result === 'not_saved')
    throw new ProblemError(
      'not_saved',
      `${nameOfDeployment(applicationId, deploymentId)} is not in the saved list.`,
    );
  if (result === 'too_many')
    throw new ProblemError(
      'conflict',
      `You have pinned ${maxPins} deployments, which is the most there can be. Unpin one first.`,
    );
}
