import { deploymentKey } from '@/contract';
import { useQueryClient } from '@tanstack/react-query';
import type { Deployment } from '@/contract';
import { AlertDialog } from '@/components/ui/alert-dialog';
import { Button } from '@/components/ui/button';
import { bodyClass, footerClass } from '@/components/ui/dialog-classes';
import { LeaveButton } from '@/components/ui/dialog-state';
import { FailureNotice } from '@/components/ui/failure-notice';
import { ScrollList } from '@/components/ui/scroll-list';
import { Spinner } from '@/components/ui/spinner';
import { environmentName } from '@/common/environments';
import { failureMessage } from '@/common/failure-words';
import { cx } from '@/lib/cx';
import { editSeveral } from '../api/edit';
import { useSave } from '../editing/use-save';
import { offerUndoOfEdit } from '../editing/undo-toast';
import { isolated } from '@/lib/isolated';

/** Names all that would leave the saved list, asks once, and offers to bring all of them back in one step. */
export default function RemoveSeveralDialog({
  deployments,
  onClose,
}: {
  deployments: readonly Deployment[];
  onClose: () => void;
}) {
  const client = useQueryClient();
  const removal = useSave(() => editSeveral(deployments, { remove: true }));
  const many = deployments.length === 1 ? '1 deployment' : `${deployments.length} deployments`;

  function confirm() {
    removal.mutate(undefined, {
      onSuccess: ({ items }) => {
        offerUndoOfEdit(client, `Removed ${many} from the saved list.`, items);
        onClose();
      },
    });
  }

  return (
    <AlertDialog
      title={`Remove ${many}?`}
      description="They leave this console’s saved list only. Nothing changes in Fuse, no calls are cancelled, and the journal keeps its records."
      onDismiss={onClose}
      isPending={removal.isPending}
    >
      <div className={cx('space-y-3 px-5 pb-4', bodyClass)}>
        <ScrollList label="Deployments to remove" className="max-h-60">
          {deployments.slice(0, 500).map((one) => (
            <li key={deploymentKey(one)} className="flex flex-wrap gap-x-3 px-3 py-1.5">
              <span className="font-medium wrap-anywhere">{one.name}</span>
              <span className="text-ink-faint tabular">{`${deploymentKey(one)} · ${isolated(environmentName(one.environment))}`}</span>
            </li>
          ))}
          {deployments.length > 500 && (
            <li className="px-3 py-1.5 text-ink-faint">{`and ${deployments.length - 500} more`}</li>
          )}
        </ScrollList>
        {removal.isError && (
          <FailureNotice
            failure={failureMessage(removal.error)}
            refused="None of them was removed."
            indeterminate="Not known whether they were removed."
          />
        )}
      </div>
      <div className={cx('flex justify-end gap-2', footerClass)}>
        <LeaveButton isFirst>Keep them</LeaveButton>
        <Button variant="danger" ariaDisabled={removal.isPending} onClick={confirm}>
          {removal.isPending && <Spinner />}
          <span>{`Remove ${many}`}</span>
        </Button>
      </div>
    </AlertDialog>
  );
}
