import { createContext, use, useEffect, useState, type ReactNode } from 'react';
import { useSessionOver } from '@/lib/session-end';
import { Button } from './button';
import { SessionOverText } from './session-over';

interface DialogState {
  /** Called by a form in the dialog while its change is under way. */
  setPending: (isPending: boolean) => void;
  /** False while the change is under way, until its answer has taken long. */
  canClose: boolean;
  isPending: boolean;
  /** Closes the dialog, or says why it stays open. */
  close: () => void;
  /** Called by a field that was changed otherwise than by typing; absent in a question. */
  markTyped?: () => void;
}

export const DialogContext = createContext<DialogState | null>(null);

/** How long a dialog stays open for the answer to its change, in milliseconds. */
const maxHoldMs = 3000;

function useIsLate(isPending: boolean): boolean {
  const [isLate, setLate] = useState(false);
  useEffect(() => {
    if (!isPending) return;
    const timer = setTimeout(() => setLate(true), maxHoldMs);
    return () => {
      clearTimeout(timer);
      setLate(false);
    };
  }, [isPending]);
  return isLate;
}

/** Whether a dialog may be closed, and what it says to a person who tries while its change is under way. */
export function useDialogState(onClose: () => void, isPendingOutside = false) {
  const [isPendingInside, setPending] = useState(false);
  const isPending = isPendingOutside || isPendingInside;
  const canClose = useIsLate(isPending) || !isPending;
  const [hasTried, setTried] = useState(false);
  function close() {
    if (canClose) onClose();
    else setTried(true);
  }
  const notice = !isPending
    ? null
    : canClose
      ? 'No answer yet. You can close this: a message will say how it ended.'
      : hasTried
        ? 'The change is not finished. Wait for the answer.'
        : null;
  return { state: { setPending, canClose, isPending, close }, notice };
}

/** Tells the dialog around a form that the form's change is under way. */
export function useDialogPending(isPending: boolean): void {
  const setPending = use(DialogContext)?.setPending;
  useEffect(() => {
    setPending?.(isPending);
    return () => setPending?.(false);
  }, [isPending, setPending]);
}

const noticeClass = 'border-b border-warning-line bg-warning-soft px-5 py-2 text-sm text-warning';

/** Says that the session has ended, and why the dialog stays open: above the fields, so that no button moves. */
export function DialogNotice({ children }: { children: ReactNode }) {
  const isOver = useSessionOver();
  return (
    <div role="status" className="low:sticky low:top-0 low:z-10">
      {isOver && (
        <p className={noticeClass}>
          <SessionOverText />
        </p>
      )}
      {children !== null && <p className={`${noticeClass} font-medium`}>{children}</p>}
    </div>
  );
}

/** Closes the dialog without its change. In a question it has the focus, unless a field there wants it. */
export function CloseButton({
  lateLabel = 'Close',
  className,
  children,
}: {
  lateLabel?: string;
  className?: string;
  children: string;
}) {
  const dialog = use(DialogContext);
  if (dialog === null) return null;
  const { isPending, canClose, close } = dialog;
  return (
    <Button
      data-first-focus=""
      className={className}
      ariaDisabled={!canClose}
      onDisabledClick={close}
      onClick={close}
    >
      {isPending && canClose ? lateLabel : children}
    </Button>
  );
}
