import { deploymentKey } from '@/contract';
import { useQueryClient } from '@tanstack/react-query';
import { AlertDialog } from '@/components/ui/alert-dialog';
import { Button } from '@/components/ui/button';
import { bodyClass, footerClass } from '@/components/ui/dialog-classes';
import { LeaveButton } from '@/components/ui/dialog-state';
import { FailureNotice } from '@/components/ui/failure-notice';
import { Spinner } from '@/components/ui/spinner';
import { failureMessage } from '@/common/failure-words';
import { ApiError } from '@/lib/api-client';
import { cx } from '@/lib/cx';
import { remove, restore, type Removable } from '../api/remove';
import { useSave } from './use-save';
import { offerUndo } from './undo-toast';
import { isolated } from '@/lib/isolated';

/** Asks once; what was removed can be brought back from the toast. */
export function RemoveDialog({ target, onClose }: { target: Removable; onClose: () => void }) {
  const client = useQueryClient();
  const removal = useSave(remove);
  const name = target.kind === 'application' ? target.application.name : target.deployment.name;

  function confirm() {
    removal.mutate(target, {
      onSuccess: (removed) => {
        offerUndo(client, {
          id: `removed-${idOf(target)}`,
          done: `Removed “${isolated(name)}” from the saved list.`,
          undo: () => restore(removed),
          undone: `“${isolated(name)}” is back in the saved list.`,
          refused: `“${isolated(name)}” could not be brought back.`,
          indeterminate: `Not known whether “${isolated(name)}” is back.`,
        });
        onClose();
      },
      onError: (error) => {
        // Somebody else was faster: it is gone, as was wanted.
        if (error instanceof ApiError && error.problem.status === 404) onClose();
      },
    });
  }

  return (
    <AlertDialog
      title={`Remove ${target.kind} “${isolated(name)}”?`}
      description={
        <>{`${target.kind === 'application' ? `${deploymentCount(target.application.deployments.length)} ` : ''}It leaves this console’s saved list only. Nothing changes in Fuse, no calls are cancelled, and the journal keeps its records.`}</>
      }
      onDismiss={onClose}
      isPending={removal.isPending}
    >
      <div className={cx('space-y-3 px-5 pb-4', bodyClass)}>
        {removal.isError && (
          <FailureNotice
            failure={failureMessage(removal.error)}
            refused="Not removed."
            indeterminate="Not known whether it was removed."
          />
        )}
      </div>
      <div className={cx('flex justify-end gap-2', footerClass)}>
        <LeaveButton isFirst>Keep it</LeaveButton>
        <Button variant="danger" ariaDisabled={removal.isPending} onClick={confirm}>
          {removal.isPending && <Spinner />}
          <span>Remove</span>
        </Button>
      </div>
    </AlertDialog>
  );
}

function deploymentCount(count: number): string {
  if (count === 0) return 'It has no deployments.';
  return count === 1 ? 'Its one deployment goes with it.' : `Its ${count} deployments go with it.`;
}

/** Names may be there twice, and each has an undo of its own. */
function idOf(target: Removable): string {
  return target.kind === 'application' ? target.application.applicationId : deploymentKey(target.deployment);
}
