import * as Radix from '@radix-ui/react-alert-dialog';
import type { ReactNode } from 'react';
import { contentClass, overlayClass } from './dialog-classes';
import { useFocusReturn } from './use-focus-return';

/** Marks the button that gets the focus when the dialog opens, and that dismisses it. */
export const AlertDialogKeep = Radix.Cancel;

/** A question that must be answered: no click beside it closes it. Escape calls `onDismiss`. */
export function AlertDialog({
  title,
  description,
  onDismiss,
  children,
}: {
  title: ReactNode;
  description: ReactNode;
  onDismiss: () => void;
  children: ReactNode;
}) {
  const returnFocus = useFocusReturn();
  return (
    <Radix.Root open onOpenChange={(open) => !open && onDismiss()}>
      <Radix.Portal>
        <Radix.Overlay className={overlayClass} />
        <Radix.Content className={contentClass} onCloseAutoFocus={returnFocus}>
          <div className="px-5 pt-5 pb-3">
            <Radix.Title className="text-lg font-semibold wrap-anywhere">{title}</Radix.Title>
            <Radix.Description asChild>
              <div className="mt-1 text-sm text-ink-soft">{description}</div>
            </Radix.Description>
          </div>
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
