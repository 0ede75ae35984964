import * as Radix from '@radix-ui/react-dialog';
import { X } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { scrollWithin } from '@/lib/scroll-within';
import { useBackGuard } from '@/lib/use-back-guard';
import { Button } from './button';
import { contentClass, holdLowerEdge } from './dialog-classes';
import { DialogOverlay } from './dialog-overlay';
import { DialogContext, DialogNotice, useDialogState } from './dialog-state';
import { useFocusReturn } from './use-focus-return';

/**
 * A dialog for a form. Nothing typed is lost by a slip: a click beside it does nothing, and once something was typed
 * the first Escape only says what the second does.
 */
export function Dialog({
  title,
  description,
  onClose,
  isPending,
  children,
}: {
  title: string;
  description: ReactNode;
  onClose: () => void;
  /** What was confirmed is under way; a form inside tells it by itself. */
  isPending?: boolean;
  children: ReactNode;
}) {
  const returnFocus = useFocusReturn();
  const [typed, setTyped] = useState(false);
  const [warned, setWarned] = useState(false);
  const { state, notice } = useDialogState(onClose, isPending);
  useBackGuard(typed && !warned, () => setWarned(true));
  function markTyped() {
    setTyped(true);
    setWarned(false);
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
          onInteractOutside={(event) => event.preventDefault()}
          onInput={markTyped}
          onEscapeKeyDown={(event) => {
            if (!typed || warned || state.isPending) return;
            event.preventDefault();
            setWarned(true);
          }}
        >
          <div className="flex items-start justify-between gap-4 border-b border-line px-5 py-4">
            <div className="min-w-0">
              <Radix.Title className="text-lg font-semibold wrap-anywhere">{title}</Radix.Title>
              <Radix.Description className="mt-0.5 text-sm text-ink-soft">{description}</Radix.Description>
            </div>
            <Radix.Close asChild>
              <Button variant="ghost" size="icon" aria-label="Close" className="-mt-1 -mr-2">
                <X aria-hidden="true" className="size-4" />
              </Button>
            </Radix.Close>
          </div>
          <DialogNotice>
            {notice ??
              (warned
                ? 'Press Escape again to close this, or go back again: what was typed here is lost then.'
                : null)}
          </DialogNotice>
          <DialogContext value={{ ...state, setTyped: markTyped }}>{children}</DialogContext>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

/** Where there is something to fill in, one begins there, and not at what closes it. */
function focusFirstField(event: Event) {
  const content = event.currentTarget;
  if (!(content instanceof HTMLElement)) return;
  const field = content.querySelector<HTMLElement>('form :is(input, select, textarea)');
  if (field === null) return;
  event.preventDefault();
  field.focus({ preventScroll: true });
  scrollWithin(field.parentElement ?? field);
}
