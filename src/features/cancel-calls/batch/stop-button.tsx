import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useLayoutEffect, useRef } from 'react';
import { batch, paths, type Batch } from '@/contract';
import { Button } from '@/components/ui/button';
import { focusHeading } from '@/components/ui/focus-heading';
import { failureMessage } from '@/common/failure-words';
import { keys } from '@/common/query-keys';
import { request } from '@/lib/api-client';

export const stopLabel = 'Stop (the current one still finishes)';

/** Lets the current cancellation finish, and sends no further one. */
export function StopButton({
  batch: { id, stopReason },
  whyNot,
}: {
  batch: Batch;
  /** Why the person may not stop it. */
  whyNot: string | undefined;
}) {
  const client = useQueryClient();
  const stop = useMutation({
    mutationFn: () => request(batch, 'PUT', paths.stopBatch(id)),
    onSuccess: (stopped) => client.setQueryData(keys.batch(id), stopped),
    onSettled: () => client.invalidateQueries({ queryKey: keys.batch(id) }),
  });
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
        {stopping ? 'Stopping…' : stopLabel}
      </Button>
    </>
  );
}
