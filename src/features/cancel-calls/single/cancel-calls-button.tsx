import type { Application, Deployment } from '@/contract';
import { isOpen } from '@/contract/cancellations';
import { identityOf, identityText } from '@/common/identity';
import { Button } from '@/components/ui/button';
import { isolated } from '@/lib/isolated';

/** Opens the dialog that asks; nothing is cancelled from here. */
export function CancelCallsButton({
  application,
  deployment,
  onOpen,
}: {
  application: Pick<Application, 'applicationId' | 'name'>;
  deployment: Deployment;
  onOpen: () => void;
}) {
  const open = isOpen(deployment.lastCancellation);
  const words = open ? 'Cancelling…' : 'Cancel all pending calls';
  return (
    <Button
      variant="danger-quiet"
      size="sm"
      ariaDisabled={open}
      aria-haspopup="dialog"
      aria-label={`${words} of ${identityText(identityOf(application, deployment))}`}
      title={
        open
          ? `${isolated(deployment.lastCancellation?.person ?? '')} is cancelling this deployment`
          : undefined
      }
      onClick={onOpen}
    >
      {words}
    </Button>
  );
}
