import type { Cancellation } from '../../../contract';
import type { Judge } from '../../access/judge';
import { invalidField } from '../../http/input';
import { mapStoreErrors, ProblemError } from '../../http/problems';
import type { Store } from '../../store/store';

const missing = () => new ProblemError('not_found', 'There is no such cancellation in the journal.');

/**
 * Problem `role_required` unless the person may confirm this record: its deployment as it is saved, or, where it is not
 * any more, as the record names it. Problem `not_found`.
 */
export async function requireConfirm(
  store: Pick<Store, 'findCancellation' | 'getDeploymentValues'>,
  judge: Judge,
  id: string,
): Promise<void> {
  if (judge.isAllowed('confirm', {})) return;
  const record = await mapStoreErrors(store.findCancellation(id));
  if (record === null) {
    judge.requireSomewhere('confirm');
    throw missing();
  }
  const [saved] = await mapStoreErrors(store.getDeploymentValues([record]));
  judge.require('confirm', { ...record, ...saved });
}

/**
 * Marks an outcome as seen and accepted by a person. `created` is false when the same person had left the same mark
 * already: a repeat whose first answer was lost. Problems: `not_found`; `conflict` while there is no outcome, where
 * somebody else has confirmed it, or where a rule wants another person than the one who cancelled; `invalid_request` for an unknown outcome without a note.
 */
export async function confirmOutcome(
  store: Pick<Store, 'confirm' | 'findCancellation'>,
  id: string,
  confirmation: { person: string; at: string; note: string | null },
): Promise<{ created: boolean; cancellation: Cancellation }> {
  const result = await mapStoreErrors(store.confirm(id, confirmation));
  switch (result.kind) {
    case 'confirmed':
      return { created: true, cancellation: result.cancellation };
    case 'already': {
      const { cancellation } = result;
      const first = cancellation.confirmation;
      if (first?.person === confirmation.person && first.note === confirmation.note)
        return { created: false, cancellation };
      throw new ProblemError('conflict', `${first?.person} has confirmed this outcome already.`);
    }
    case 'open':
      throw new ProblemError('conflict', 'This cancellation has no outcome yet.');
    case 'own': {
      const record = await mapStoreErrors(store.findCancellation(id));
      throw new ProblemError(
        'conflict',
        'You cancelled these calls: somebody else has to confirm the outcome. Nothing was changed.',
        { targets: record === null ? [] : [record] },
      );
    }
    case 'note_required':
      throw invalidField('note', 'must say how the outcome was checked, since it is unknown');
    case 'missing':
      throw missing();
  }
}

/**
 * Takes a confirmation back; the history keeps both. `at` is an ISO instant. Problems: `not_found`; `conflict` where a rule
 * wants another person than the one who cancelled.
 */
export async function withdrawConfirmation(
  store: Pick<Store, 'withdrawConfirmation'>,
  id: string,
  { person, at }: { person: string; at: string },
): Promise<Cancellation> {
  const result = await mapStoreErrors(store.withdrawConfirmation(id, person, at));
  if (result.kind === 'missing') throw missing();
  if (result.kind === 'not_confirmed')
    throw new ProblemError('not_found', 'This outcome is not confirmed: there is nothing to withdraw.');
  if (result.kind === 'own')
    throw new ProblemError(
      'conflict',
      'You cancelled these calls: only somebody else may withdraw the confirmation. Nothing was changed.',
      { targets: [result.cancellation] },
    );
  return result.cancellation;
}
