import * as Radix from '@radix-ui/react-dialog';
import { X } from 'lucide-react';
import type { ComponentProps, ReactNode } from 'react';
import { cx } from '@/lib/cx';
import { scrollWithin } from '@/lib/scroll-within';
import { useUnsavedGuard } from '@/lib/use-unsaved-guard';
import { Button } from './button';
import { DialogOverlay } from './dialog-overlay';
import { CloseButton, DialogContext, DialogNotice, useDialogState } from './dialog-state';
import { IconButton } from './icon-button';
import { useFocusReturn } from './use-focus-return';

interface DialogProps {
  title: ReactNode;
  description: ReactNode;
  onClose: () => void;
  /** The change is under way; a form inside reports that by itself. */
  isPending?: boolean;
  children: ReactNode;
}

/**
 * A dialog for a form. Nothing typed is lost by a slip: a click beside the dialog does nothing, and once something was
 * typed the first Escape only says what the second does.
 */
export function Dialog({ title, description, onClose, isPending, children }: DialogProps) {
  const { needsWarning, warnedOf, markTyped, warn } = useUnsavedGuard();
  const { state, notice } = useDialogState(onClose, isPending);
  const way = warnedOf === 'back' ? 'go back' : 'press Escape';
  return (
    <DialogFrame
      state={{ ...state, markTyped }}
      notice={notice ?? (warnedOf ? `To close this, ${way} again. What you typed here will be lost.` : null)}
      focusFirst="form :is(input, select, textarea, [aria-haspopup=dialog])"
      onInput={markTyped}
      onEscapeKeyDown={(event) => {
        if (!needsWarning || state.isPending) return;
        event.preventDefault();
        warn();
      }}
      header={
        <div className="flex items-start justify-between gap-4 border-b border-line px-5 py-4">
          <div className="min-w-0">
            <Radix.Title className={titleClass}>{title}</Radix.Title>
            <Radix.Description className="mt-0.5 text-sm text-ink-soft">{description}</Radix.Description>
          </div>
          <IconButton icon={X} label="Close" className="-mt-1 -mr-2" onClick={state.close} />
        </div>
      }
    >
      {children}
    </DialogFrame>
  );
}

/** A question that must be answered (ARIA `alertdialog`): a click beside it does nothing, Escape closes it. */
export function AlertDialog({ title, description, onClose, isPending, children }: DialogProps) {
  const { state, notice } = useDialogState(onClose, isPending);
  return (
    <DialogFrame
      role="alertdialog"
      state={state}
      notice={notice}
      focusFirst="[data-first-focus]"
      header={
        <div className="px-5 pt-5 pb-3 low:contents">
          <Radix.Title className="text-[1.125rem]/6 font-semibold wrap-anywhere low:sticky low:top-0 low:z-10 low:max-h-[35dvh] low:overflow-y-auto low:bg-raised low:px-5 low:py-2 low:text-base">
            {title}
          </Radix.Title>
          <Radix.Description className="mt-1 text-sm text-ink-soft low:px-5">{description}</Radix.Description>
        </div>
      }
    >
      {children}
    </DialogFrame>
  );
}

/** A question with one answer that changes something. */
export function ConfirmDialog({
  keepLabel,
  confirmLabel,
  canConfirm = true,
  onConfirm,
  children,
  ...question
}: DialogProps & {
  keepLabel: string;
  confirmLabel: string;
  canConfirm?: boolean;
  onConfirm: () => void;
}) {
  return (
    <AlertDialog {...question}>
      <DialogBody className="pt-0">{children}</DialogBody>
      <DialogFooter>
        <CloseButton>{keepLabel}</CloseButton>
        <Button
          variant="danger"
          ariaDisabled={!canConfirm}
          isPending={question.isPending === true}
          onClick={onConfirm}
        >
          {confirmLabel}
        </Button>
      </DialogFooter>
    </AlertDialog>
  );
}

const titleClass = 'text-lg font-semibold wrap-anywhere';

/** For a form around `DialogBody` and `DialogFooter`. */
export const dialogFormClass = 'flex min-h-0 flex-col low:contents';

/** Scrolls, while the footer stays. A field that is brought into sight keeps a margin. */
export function DialogBody({ className, children }: { className?: string; children: ReactNode }) {
  return (
    <div
      className={cx(
        'min-h-0 scroll-py-4 space-y-4 overflow-y-auto px-5 py-4 low:overflow-visible',
        className,
      )}
    >
      {children}
    </div>
  );
}

export function DialogFooter({ className, children }: { className?: string; children: ReactNode }) {
  return (
    <div
      className={cx(
        'flex flex-wrap justify-end gap-2 border-t border-line bg-canvas px-5 py-3 low:sticky low:bottom-0 low:py-2',
        className,
      )}
    >
      {children}
    </div>
  );
}

/**
 * What both kinds of dialog share. The lower edge stands still, see `holdLowerEdge`. In a window too low for head,
 * fields and buttons, as at 400 % (WCAG 1.4.10), head and fields scroll together; the buttons stay, and of a question its
 * title, which says what it is about.
 */
function DialogFrame({
  state,
  notice,
  header,
  focusFirst,
  children,
  ...content
}: ComponentProps<typeof Radix.Content> & {
  state: NonNullable<ComponentProps<typeof DialogContext>['value']>;
  notice: string | null;
  header: ReactNode;
  /** A selector: its first match gets the focus when the dialog opens. */
  focusFirst: string;
}) {
  const returnFocus = useFocusReturn();
  return (
    <Radix.Root open onOpenChange={(open) => !open && state.close()}>
      <Radix.Portal>
        <DialogOverlay />
        <Radix.Content
          {...content}
          ref={holdLowerEdge}
          className="fixed inset-x-3 bottom-(--dialog-bottom,0.75rem) z-50 mx-auto flex max-h-[calc(100dvh-var(--dialog-bottom,0.75rem)-0.75rem)] max-w-lg animate-rise flex-col overflow-hidden rounded-xl border border-line bg-raised shadow-floating focus:outline-none low:block low:scroll-py-20 low:overflow-y-auto"
          onOpenAutoFocus={(event) => focusElement(event, focusFirst)}
          onCloseAutoFocus={returnFocus}
          onInteractOutside={(event) => event.preventDefault()}
        >
          {header}
          <DialogNotice>{notice}</DialogNotice>
          <DialogContext value={state}>{children}</DialogContext>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

function focusElement(event: Event, selector: string) {
  const content = event.currentTarget;
  if (!(content instanceof HTMLElement)) return;
  const element = content.querySelector<HTMLElement>(selector);
  if (element === null) return;
  event.preventDefault();
  element.focus({ preventScroll: true });
  scrollWithin(element.parentElement ?? element);
}

const minMarginPx = 12;

/**
 * Puts a dialog into the middle of the window and holds its lower edge there, with the buttons on it: a notice that
 * appears later makes it grow upwards, and no button moves under the pointer.
 */
function holdLowerEdge(dialog: HTMLElement | null): (() => void) | undefined {
  if (dialog === null) return undefined;
  function place() {
    dialog?.style.removeProperty('--dialog-bottom');
    const middle = Math.floor((innerHeight - (dialog?.offsetHeight ?? 0)) / 2);
    dialog?.style.setProperty('--dialog-bottom', `${Math.max(minMarginPx, middle)}px`);
  }
  place();
  addEventListener('resize', place);
  return () => removeEventListener('resize', place);
}
