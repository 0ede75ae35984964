import { createContext, use, useEffect, useState, type ReactNode } from 'react';
import { Cancel as AlertDialogKeep } from '@radix-ui/react-alert-dialog';
import { useSessionOver } from '@/lib/session-end';
import { Button } from './button';
import { SessionOverText } from './session-over';
import { useMayLeave } from './use-may-leave';

interface DialogState {
  /** Says so by a form in the dialog, whose change is then under way. */
  setPending: (isPending: boolean) => void;
  mayLeave: boolean;
  isPending: boolean;
  /** Leaves, or says why that cannot be. */
  leave: () => void;
  /** Says so by a field that was changed otherwise than by typing; absent in a question. */
  setTyped?: () => void;
}

export const DialogContext = createContext<DialogState | null>(null);

/** Whether a dialog may be left, and its answer to whoever tries while its change is under way. */
export function useDialogState(leaveNow: () => void, isPendingFrom = false) {
  const [isPendingInside, setPending] = useState(false);
  const isPending = isPendingFrom || isPendingInside;
  const mayLeave = useMayLeave(isPending);
  const [tried, setTried] = useState(false);
  function leave() {
    if (mayLeave) leaveNow();
    else setTried(true);
  }
  const notice = !isPending
    ? null
    : mayLeave
      ? 'No answer yet. This can be closed: a message tells how it ended.'
      : tried
        ? 'The change is under way: wait for its answer.'
        : null;
  return { state: { setPending, mayLeave, isPending, leave }, notice };
}

/** Tells the dialog around this that a change is under way; null outside of a dialog. */
export function useDialogPending(isPending: boolean): DialogState | null {
  const dialog = use(DialogContext);
  const setPending = dialog?.setPending;
  useEffect(() => {
    setPending?.(isPending);
    return () => setPending?.(false);
  }, [isPending, setPending]);
  return dialog;
}

const noticeClass = 'border-b border-warning-line bg-warning-soft px-5 py-2 text-sm text-warning';

/** Says that the session has ended, and why the dialog cannot be left: above the fields, so that no button moves. */
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

/** Leaves the dialog without its change; while that is under way it says so, and later only closes. */
export function LeaveButton({
  isFirst = false,
  children,
}: {
  /** In a question: has the focus when that opens. */
  isFirst?: boolean;
  children: string;
}) {
  const dialog = use(DialogContext);
  if (dialog === null) return null;
  const { isPending, mayLeave, leave } = dialog;
  const button = (
    <Button ariaDisabled={!mayLeave} onDisabledClick={leave} {...(isFirst ? {} : { onClick: leave })}>
      {isPending && mayLeave ? 'Close' : children}
    </Button>
  );
  return isFirst ? <AlertDialogKeep asChild>{button}</AlertDialogKeep> : button;
}
