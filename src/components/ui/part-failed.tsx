import { useEffect, useRef } from 'react';
import { cx } from '@/lib/cx';
import { useDocumentEvent } from '@/lib/use-document-event';
import { Button } from './button';
import { EmptyState } from './empty-state';

export interface Retry {
  tryAgain: () => void;
}

/**
 * Says that the code of a part could not be fetched, in the part's place. Where that is a dialog, the notice lies over
 * the page, takes the focus as the dialog would, and gives it back.
 */
export function PartFailed({ tryAgain, onClose }: Retry & { onClose?: () => void }) {
  const opener = useRef(document.activeElement);
  const button = useRef<HTMLButtonElement>(null);
  const returnFocus = (act: () => void) => () => {
    if (opener.current instanceof HTMLElement) opener.current.focus({ preventScroll: true });
    act();
  };
  // Escape does what "Dismiss" does; a dialog that is open over this one takes the key first.
  useDocumentEvent('keydown', (event) => {
    if (event.key !== 'Escape' || event.defaultPrevented || onClose === undefined) return;
    returnFocus(onClose)();
  });
  const isDialog = onClose !== undefined;
  useEffect(() => {
    if (isDialog) button.current?.focus({ preventScroll: true });
  }, [isDialog]);
  // A dialog opens only when the operator asks for it; a part of the page comes by itself with the network.
  useEffect(() => {
    if (isDialog) return;
    addEventListener('online', tryAgain);
    return () => removeEventListener('online', tryAgain);
  }, [isDialog, tryAgain]);
  return (
    <div
      role="alert"
      data-part-failed=""
      className={cx(
        'flex flex-wrap items-center justify-end gap-2 rounded-lg border border-l-4 border-line border-l-warning bg-raised px-4 py-2.5 text-sm text-ink shadow-floating',
        isDialog ? 'fixed inset-x-3 top-3 z-50 mx-auto max-w-lg' : 'sticky bottom-3 z-30 w-full',
      )}
    >
      <p className="flex-1 basis-56">
        This could not be loaded: the console may be restarting, or may have been updated. If trying again
        does not help, reload the page.
      </p>
      <Button ref={button} size="sm" onClick={returnFocus(tryAgain)}>
        Try again
      </Button>
      <Button size="sm" onClick={() => location.reload()}>
        Reload
      </Button>
      {onClose !== undefined && (
        <Button size="sm" onClick={returnFocus(onClose)}>
          Dismiss
        </Button>
      )}
    </div>
  );
}

/** Stands in the place of a whole view. */
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
      If this does not change, reload the page. What was sent is on record.
    </EmptyState>
  );
}
