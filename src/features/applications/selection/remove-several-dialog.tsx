import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { deploymentKey, type Application, type Deployment } from '@/contract';
import { useWhyNot } from '@/common/grants';
import { LeaveOutNotice, notGrantedWords } from '@/common/leave-out-notice';
import { ConfirmDialog } from '@/components/ui/dialog';
import { FailureNotice } from '@/common/failure-notice';
import { ScrollList } from '@/components/ui/scroll-list';
import { IdentityLines } from '@/common/identity-lines';
import { identityIn } from '@/common/identity-in';
import { counted } from '@/lib/grouped';
import { editSeveral } from '../api/edit';
import { offerUndoOfEdit } from '../editing/undo-toast';
import { useSave } from '../editing/use-save';

/** More names than anybody reads. */
const maxShown = 500;

/** Names the deployments that would leave the saved list, asks once, and offers to bring all of them back in one step. */
export default function RemoveSeveralDialog({
  deployments: selected,
  applications,
  onClose,
}: {
  deployments: readonly Deployment[];
  applications: readonly Application[];
  onClose: () => void;
}) {
  const client = useQueryClient();
  const [deployments, setDeployments] = useState(selected);
  const { whyNot } = useWhyNot();
  const refused = deployments.filter((one) => whyNot('save', one) !== undefined);
  const removal = useSave(() => editSeveral(deployments, { remove: true }));
  const many = counted(deployments.length, 'deployment');

  function confirm() {
    removal.mutate(undefined, {
      onSuccess: ({ items }) => {
        offerUndoOfEdit(client, `Removed ${many} from the saved list.`, items);
        onClose();
      },
    });
  }

  return (
    <ConfirmDialog
      title={`Remove ${many}?`}
      description="This removes them from the list of this console only. Nothing changes in Fuse, no calls are cancelled, and the journal keeps its records."
      keepLabel="Keep them"
      confirmLabel={`Remove ${many}`}
      canConfirm={refused.length === 0}
      isPending={removal.isPending}
      onConfirm={confirm}
      onClose={onClose}
    >
      <ScrollList label="Deployments to remove" className="max-h-60">
        {deployments.slice(0, maxShown).map((deployment) => (
          <li key={deploymentKey(deployment)} className="px-3 py-1.5">
            <IdentityLines identity={identityIn(applications, deployment)} />
          </li>
        ))}
        {deployments.length > maxShown && (
          <li className="px-3 py-1.5 text-ink-faint">{`and ${deployments.length - maxShown} more`}</li>
        )}
      </ScrollList>
      {refused.length > 0 && (
        <LeaveOutNotice
          words={notGrantedWords(whyNot('save', refused[0] ?? {}) ?? '')}
          targets={refused.map((one) => identityIn(applications, one))}
          leaveOut={
            refused.length < deployments.length
              ? () => setDeployments(deployments.filter((one) => !refused.includes(one)))
              : undefined
          }
        />
      )}
      <FailureNotice
        error={removal.error}
        refused="None of them was removed."
        indeterminate="We do not know if they were removed."
      />
    </ConfirmDialog>
  );
}
