import type { ProblemError } from '../../http/problems';
import type { Store } from '../../store/store';

type SkipReason = Parameters<Store['skipTarget']>[2];

/** Why the batch goes on without a target, as the problem of its cancellation says; null: the batch cannot go on. */
export function findSkipReason({ code, extra }: ProblemError): SkipReason | null {
  const { person, cancellationId: id, overlaps: [accepted] = [] } = extra;
  switch (code) {
    case 'protected':
    case 'changed':
    case 'not_saved':
    case 'role_required':
      return { reason: code, blockedBy: null };
    case 'in_progress':
      return person !== undefined && id !== undefined ? { reason: code, blockedBy: { person, id } } : null;
    case 'overlap':
      return accepted === undefined ? null : { reason: 'recently_accepted', blockedBy: accepted };
    default:
      return null;
  }
}
