import type { Deployment } from '@/contract';
import { isOpen } from '@/contract/cancellations';
import { Button } from '@/components/ui/button';
import { isolated } from '@/lib/isolated';

/** Opens the dialog that asks; nothing is cancelled from here. */
export function CancelCallsButton({ deployment, onOpen }: { deployment: Deployment; onOpen: () => void }) {
  const open = isOpen(deployment.lastCancellation);
  const words = open ? 'Cancelling…' : 'Cancel all pending calls';
  return (
    <Button
      variant="danger-quiet"
      size="sm"
      ariaDisabled={open}
      aria-haspopup="dialog"
      aria-label={`${words} of ${isolated(deployment.name)}`}
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
