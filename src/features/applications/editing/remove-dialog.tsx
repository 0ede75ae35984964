import { useQueryClient } from '@tanstack/react-query';
import { deploymentKey } from '@/contract';
import { ConfirmDialog } from '@/components/ui/dialog';
import { FailureNotice } from '@/common/failure-notice';
import { ApiError } from '@/lib/api-client';
import { isolated } from '@/lib/isolated';
import { remove, restore, type Removable } from '../api/remove';
import { offerUndo } from './undo-toast';
import { useSave } from './use-save';

/** Asks once; what was removed can be brought back from the toast. */
export function RemoveDialog({ target, onClose }: { target: Removable; onClose: () => void }) {
  const client = useQueryClient();
  const removal = useSave(remove);
  const name = isolated(target.kind === 'application' ? target.application.name : target.deployment.name);

  function confirm() {
    removal.mutate(target, {
      onSuccess: (removed) => {
        offerUndo(client, {
          id: `removed-${idOf(target)}`,
          done: `Removed “${name}” from the saved list.`,
          undo: () => restore(removed),
          undone: `“${name}” is back in the saved list.`,
          refused: `“${name}” could not be restored.`,
          indeterminate: `We do not know if “${name}” is back.`,
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
      title={`Remove ${target.kind} “${name}”?`}
      description={`${target.kind === 'application' ? `${deploymentCount(target.application.deployments.length)} ` : ''}This removes it from the list of this console only. Nothing changes in Fuse, no calls are cancelled, and the journal keeps its records.`}
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

function deploymentCount(count: number): string {
  if (count === 0) return 'It has no deployments.';
  return count === 1 ? 'Its deployment is removed too.' : `Its ${count} deployments are removed too.`;
}

/** Each target has a toast of its own; names may be there twice. */
function idOf(target: Removable): string {
  return target.kind === 'application' ? target.application.applicationId : deploymentKey(target.deployment);
}
