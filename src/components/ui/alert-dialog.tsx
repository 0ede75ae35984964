import * as Radix from '@radix-ui/react-alert-dialog';
import type { ReactNode, RefObject } from 'react';
import { scrollWithin } from '@/lib/scroll-within';
import { contentClass, holdLowerEdge } from './dialog-classes';
import { DialogOverlay } from './dialog-overlay';
import { DialogContext, DialogNotice, useDialogState } from './dialog-state';
import { useFocusReturn } from './use-focus-return';

/** Marks the button that gets the focus when the dialog opens, and that dismisses it. */
export const AlertDialogKeep = Radix.Cancel;

/** A question that must be answered: no click beside it closes it. Escape calls `onDismiss`. */
export function AlertDialog({
  title,
  description,
  onDismiss,
  isPending = false,
  firstField,
  children,
}: {
  title: ReactNode;
  description: ReactNode;
  onDismiss: () => void;
  /** What was confirmed is under way: the dialog holds whoever would leave, and says why. */
  isPending?: boolean;
  /** The field that wants something typed before the answer: the focus begins there, where there is one. */
  firstField?: RefObject<HTMLElement | null>;
  children: ReactNode;
}) {
  const returnFocus = useFocusReturn();
  const { state, notice } = useDialogState(onDismiss, isPending);
  function focusFirstField(event: Event) {
    if (!firstField?.current) return;
    event.preventDefault();
    firstField.current.focus({ preventScroll: true });
    scrollWithin(firstField.current.parentElement ?? firstField.current);
  }
  return (
    <Radix.Root open onOpenChange={(open) => !open && state.leave()}>
      <Radix.Portal>
        <DialogOverlay />
        <Radix.Content
          ref={holdLowerEdge}
          className={contentClass}
          onOpenAutoFocus={focusFirstField}
          onCloseAutoFocus={returnFocus}
        >
          <div className="px-5 pt-5 pb-3">
            <Radix.Title className="text-lg font-semibold wrap-anywhere">{title}</Radix.Title>
            <Radix.Description asChild>
              <div className="mt-1 text-sm text-ink-soft">{description}</div>
            </Radix.Description>
          </div>
          <DialogNotice>{notice}</DialogNotice>
          <DialogContext value={state}>{children}</DialogContext>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
