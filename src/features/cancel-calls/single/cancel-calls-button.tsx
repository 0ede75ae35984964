import { isOpen, type Deployment } from '@/contract';
import { Button } from '@/components/ui/button';
import { loadCancelDialog } from './load-dialog';
import { isolated } from '@/lib/isolated';

/** Opens the dialog that asks; nothing is cancelled from here. */
export function CancelCallsButton({ deployment, onOpen }: { deployment: Deployment; onOpen: () => void }) {
  const open = isOpen(deployment.lastCancellation);
  const words = open ? 'Cancelling…' : 'Cancel all pending calls';
  const load = () => void loadCancelDialog().catch(() => undefined);
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
      onPointerEnter={load}
      onFocus={load}
    >
      {words}
    </Button>
  );
}
