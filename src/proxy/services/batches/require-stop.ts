import type { Batch } from '../../../contract';
import { ProblemError } from '../../http/problems';
import type { Store } from '../../store/store';
import type { Canceller } from '../cancellations/conditions';

/**
 * Problem `role_required` unless this is the person who started the batch, or somebody who may cancel one of the targets
 * that it still has waiting. `saved` are the targets as they are saved; one that is not is judged as the batch names it.
 */
export function requireStop(
  { person, judge }: Canceller,
  batch: Batch,
  saved: Awaited<ReturnType<Store['getDeploymentValues']>>,
): void {
  if (person === batch.person) return;
  const hasWaiting = batch.targets.some(({ state }) => state === 'waiting');
  const mayStop = batch.targets.some(
    (target, index) =>
      (target.state === 'waiting' || !hasWaiting) &&
      judge.isAllowed('cancel', { ...target, ...saved[index] }),
  );
  if (mayStop) return;
  throw new ProblemError(
    'role_required',
    `You did not start this batch, and do not have the permission “cancel” for any deployment that it has waiting. ${
      batch.state === 'running' ? 'The batch was not stopped.' : 'The batch is over.'
    }`,
  );
}
