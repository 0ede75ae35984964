import type { Application, Deployment } from '@/contract';
import { isOpen } from '@/contract/cancellations';
import { identityOf, identityText } from '@/common/identity';
import { useWhyNot } from '@/common/grants';
import { Button } from '@/components/ui/button';
import { isolated } from '@/lib/isolated';

/** Opens the dialog that asks; nothing is cancelled from here. In a row it is no tab stop: Enter on the row does the same. */
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
  const { whyNot } = useWhyNot();
  return (
    <Button
      variant="danger-in-row"
      size="sm"
      tabIndex={-1}
      className="lg:min-w-29"
      ariaDisabled={open}
      whyNot={whyNot('cancel', deployment)}
      aria-haspopup="dialog"
      aria-label={`${open ? 'Cancelling… calls' : 'Cancel calls…'} of ${identityText(identityOf(application, deployment))}`}
      title={
        open
          ? `${isolated(deployment.lastCancellation?.person ?? '')} is cancelling this deployment`
          : undefined
      }
      onClick={onOpen}
    >
      {open ? 'Cancelling…' : 'Cancel calls…'}
    </Button>
  );
}
