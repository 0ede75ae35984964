import { useQueryClient } from '@tanstack/react-query';
import { deploymentKey, type Application } from '@/contract';
import { ConfirmDialog } from '@/components/ui/dialog';
import { FailureNotice } from '@/common/failure-notice';
import { identityIds, IdentityLines, identityTitle } from '@/common/identity-lines';
import { identityIn } from '@/common/identity-in';
import { ApiError } from '@/lib/api-client';
import { isolated } from '@/lib/isolated';
import { remove, restore, type Removable } from '../api/remove';
import { offerUndo } from './undo-toast';
import { useSave } from './use-save';

/** Asks once; what was removed can be brought back from the toast. */
export function RemoveDialog({
  target,
  applications,
  onClose,
}: {
  target: Removable;
  applications: readonly Application[];
  onClose: () => void;
}) {
  const client = useQueryClient();
  const removal = useSave(remove);
  const { name, more, about } = wordsOf(target, applications);

  function confirm() {
    removal.mutate(target, {
      onSuccess: (removed) => {
        offerUndo(client, {
          id: `removed-${idOf(target)}`,
          about,
          done: 'Removed from the saved list.',
          undo: () => restore(removed),
          undone: 'Back in the saved list.',
          refused: 'It could not be restored.',
          indeterminate: 'We do not know if it is back.',
        });
        onClose();
      },
      onError: (error) => {
        // A colleague has removed it already.
        if (error instanceof ApiError && error.problem.status === 404) onClose();
      },
    });
  }

  return (
    <ConfirmDialog
      title={`Remove ${name}?`}
      description={
        <>
          <span className="mb-1 block tabular">{more}</span>
          <span className="block">
            This removes it from the list of this console only. Nothing changes in Fuse, no calls are
            cancelled, and the journal keeps its records.
          </span>
        </>
      }
      keepLabel="Keep it"
      confirmLabel="Remove"
      isPending={removal.isPending}
      onConfirm={confirm}
      onClose={onClose}
    >
      <FailureNotice
        error={removal.error}
        refused="Not removed."
        indeterminate="We do not know if it was removed."
      />
    </ConfirmDialog>
  );
}

/** What names the target in the question, what stands below that, and what names it in a toast. */
function wordsOf(target: Removable, applications: readonly Application[]) {
  if (target.kind === 'deployment') {
    const identity = identityIn(applications, target.deployment);
    return {
      name: identityTitle(identity),
      more: identityIds(identity),
      about: <IdentityLines identity={identity} />,
    };
  }
  const { name, applicationId, deployments } = target.application;
  const words = `application ${isolated(name)} ${applicationId}`;
  return { name: words, more: deploymentCount(deployments.length), about: words };
}

function deploymentCount(count: number): string {
  if (count === 0) return 'It has no deployments.';
  return count === 1 ? 'Its deployment is removed too.' : `Its ${count} deployments are removed too.`;
}

/** Each target has a toast of its own; names may be there twice. */
function idOf(target: Removable): string {
  return target.kind === 'application' ? target.application.applicationId : deploymentKey(target.deployment);
}
