import { useLayoutEffect, useRef } from 'react';
import type { Batch } from '@/contract';
import { Button } from '@/components/ui/button';
import { focusHeading } from '@/components/ui/focus-heading';
import { failureMessage } from '@/common/failure-words';
import { useStopBatch } from '../api/stop-batch';

/** Lets the current cancellation finish, and sends no further one. */
export function StopButton({
  batch: { id, stopReason },
  whyNot,
}: {
  batch: Batch;
  /** Why the person may not stop it. */
  whyNot: string | undefined;
}) {
  const stop = useStopBatch(id);
  const button = useRef<HTMLButtonElement>(null);
  // It goes when the batch is over, and the focus would go with it.
  useLayoutEffect(() => {
    const own = button.current;
    return () => {
      if (own !== null && own === document.activeElement) focusHeading();
    };
  }, []);
  const stopping = stop.isPending || stopReason !== null;
  const failed = failureMessage(stop.error);
  return (
    <>
      {stop.isError && (
        <p
          role="alert"
          className="text-sm font-medium text-negative"
        >{`${failed.isRefused ? 'Not stopped' : 'We do not know if it stops'}: ${failed.text}`}</p>
      )}
      <Button
        ref={button}
        variant="danger-quiet"
        ariaDisabled={stopping}
        whyNot={whyNot}
        onClick={() => stop.mutate()}
      >
        {stopping ? 'Stopping…' : 'Stop (the current one still finishes)'}
      </Button>
    </>
  );
}
