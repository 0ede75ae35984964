import { useEffect, useEffectEvent, type ComponentType, type ReactNode } from 'react';
import { idleComponent, partOf } from '@/lib/idle-part';
import { Button } from './button';
import { EmptyState } from './empty-state';

interface Retry {
  tryAgain: () => void;
}

interface OnClose {
  onClose?: () => void;
  /** Its code could not be fetched. */
  onMissing?: () => void;
}

/** Comes with the toaster, which every view fetches in its first idle moment: it is there when the console is not. */
export const PartFailed = idleComponent<Retry & OnClose>(async () => {
  const { PartFailed } = await import('./toaster');
  return { default: PartFailed };
}, 'what was asked for');

/**
 * A component whose code is fetched when it is shown. Where that fails, the rest of the page stays as it is, and
 * `Failed` offers to try again; so does showing it anew.
 */
export function onDemand<P extends object & OnClose>(
  load: () => Promise<{ default: ComponentType<P> }>,
  pending: ReactNode = null,
  Failed: ComponentType<P & Retry> | typeof PartFailed = PartFailed,
): ComponentType<P & Pick<OnClose, 'onMissing'>> {
  const usePart = partOf(load);
  return function OnDemand(props) {
    const { part, failed, tryAgain } = usePart(true, false);
    const tellMissing = useEffectEvent(() => props.onMissing?.());
    useEffect(() => {
      if (failed) tellMissing();
    }, [failed]);
    if (part !== null) return <part.default {...props} />;
    return failed ? <Failed {...props} tryAgain={tryAgain} /> : pending;
  };
}

/** Stands where a whole view would. */
export function ViewFailed({ tryAgain }: Retry) {
  return (
    <EmptyState
      role="alert"
      title="This view could not be shown"
      action={
        <>
          <Button onClick={tryAgain}>Try again</Button>
          <Button onClick={() => location.reload()}>Reload</Button>
        </>
      }
    >
      If it stays so, reload the page. What was sent is on record, whatever happens here.
    </EmptyState>
  );
}
