import { useLayoutEffect, useRef, useState, type ReactNode } from 'react';
import { flushSync } from 'react-dom';
import { batchRequest } from '@/contract';
import { cleanTyped } from '@/contract/invisible';
import { Button } from '@/components/ui/button';
import { DialogBody, DialogFooter, dialogFormClass } from '@/components/ui/dialog';
import { CloseButton } from '@/components/ui/dialog-state';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Spinner } from '@/components/ui/spinner';
import { cx } from '@/lib/cx';
import { scrollWithin } from '@/lib/scroll-within';
import { ReasonField } from './reason-field';

/** On a phone the two buttons stand side by side, in columns that stay where they are: a long label takes two lines. */
const buttonShape = 'h-auto! min-h-9 shrink! whitespace-normal! max-sm:min-h-11 max-sm:px-1.5';

/** What the operator types in a dialog that cancels: a reason, and the `expected` text, unless that is null. */
export function useCancelForm(expected: string | null, isReasonRequired: boolean, initialReason = '') {
  const [reason, setReason] = useState(initialReason);
  const [typed, setTyped] = useState('');
  const field = useRef<HTMLInputElement>(null);
  const checked = batchRequest.shape.reason.safeParse(reason);
  const reasonError = checked.success
    ? null
    : `The reason ${checked.error.issues[0]?.message ?? 'cannot be used'}.`;
  const isMissing = expected !== null && cleanTyped(typed) !== expected;
  const isReasonMissing = isReasonRequired && reason.trim() === '';
  return {
    expected,
    reason,
    setReason,
    reasonError,
    typed,
    setTyped,
    field,
    focusField() {
      field.current?.focus({ preventScroll: true });
      if (field.current?.parentElement) scrollWithin(field.current.parentElement);
    },
    isMissing,
    isReasonRequired,
    isReasonMissing,
    isValid: !isMissing && !isReasonMissing && reasonError === null,
    /** As the console wants it. */
    trimmedReason: reason.trim() === '' ? null : reason,
  };
}

/**
 * The form of both dialogs that cancel: two fields, what else there is to know, notices, and the buttons. With `waiting`
 * the fields give way to that, in the same room.
 */
export function CancelForm({
  form,
  label,
  hint,
  above,
  below,
  hasReason = true,
  waiting = null,
  children,
  isSending,
  canSend,
  onSend,
  isIndeterminate,
  lateLabel,
  submitLabel,
  sendingLabel,
}: {
  form: ReturnType<typeof useCancelForm>;
  /** Of the field for the expected text. */
  label: string;
  hint: string;
  /** Stands above the fields. */
  above?: ReactNode;
  /** Stands below the field for the expected text. */
  below?: ReactNode;
  hasReason?: boolean;
  /** Stands in place of the fields while the answer is awaited. */
  waiting?: ReactNode;
  /** Notices: they do not scroll, and stand right above the buttons. */
  children: ReactNode;
  isSending: boolean;
  canSend: boolean;
  onSend: () => void;
  /** The answer was lost: keeping the calls may not be possible any more. */
  isIndeterminate: boolean;
  /** Of the button that closes, once the answer takes long. */
  lateLabel: string;
  submitLabel: string;
  sendingLabel: string;
}) {
  const { expected, typed, isMissing, field } = form;
  const [refused, setRefused] = useState<string | null>(null);
  const { fields, panel, keepFocus } = useFocusWhileWaiting(waiting !== null);

  function explainDisabled() {
    flushSync(() => setRefused(typed));
    const first = isMissing ? field.current : fields.current?.querySelector('textarea');
    if (first?.parentElement) scrollWithin(first.parentElement);
  }
  return (
    <form
      className={dialogFormClass}
      aria-busy={isSending}
      onSubmit={(event) => {
        event.preventDefault();
        if (!canSend) return;
        keepFocus();
        onSend();
      }}
    >
      <div className="relative flex min-h-0 flex-col low:block">
        <DialogBody className={cx('pt-1', waiting !== null && 'overflow-y-hidden!')}>
          <div
            ref={fields}
            inert={waiting !== null}
            className={cx('space-y-4', waiting !== null && 'invisible')}
          >
            {above}
            {expected !== null && (
              <Field
                label={label}
                hint={hint}
                error={isMissing && refused === typed ? mismatchText(typed, expected) : null}
              >
                <Input
                  isNumeric
                  ref={field}
                  data-first-focus=""
                  value={typed}
                  onChange={(event) => form.setTyped(event.target.value)}
                  readOnly={isSending}
                />
              </Field>
            )}
            {below}
            {hasReason && (
              <ReasonField
                value={form.reason}
                onChange={form.setReason}
                error={
                  form.reasonError ??
                  (form.isReasonMissing && refused !== null ? 'A reason is required for these calls.' : null)
                }
                isRequired={form.isReasonRequired}
                readOnly={isSending}
              />
            )}
          </div>
        </DialogBody>
        {waiting !== null && (
          <div
            ref={panel}
            tabIndex={-1}
            className="absolute inset-0 flex flex-col items-center justify-center px-5 text-center focus:outline-none"
          >
            {waiting}
          </div>
        )}
      </div>
      <div className="max-h-[40dvh] shrink-0 space-y-2 overflow-y-auto px-5 has-[>:not(.sr-only)]:pb-4 low:max-h-none">
        {children}
      </div>
      <DialogFooter className="max-sm:grid max-sm:grid-cols-[5fr_8fr]">
        <CloseButton lateLabel={lateLabel} className={buttonShape}>
          {isIndeterminate ? 'Close' : 'Keep calls'}
        </CloseButton>
        <Button
          type="submit"
          variant="danger"
          ariaDisabled={!canSend}
          onDisabledClick={explainDisabled}
          aria-busy={isSending}
          aria-describedby={isMissing ? 'why-not-yet' : undefined}
          className={cx(buttonShape, 'tabular sm:min-w-52')}
        >
          {isSending ? (
            <>
              <Spinner /> <span>{sendingLabel}</span>
            </>
          ) : (
            submitLabel
          )}
        </Button>
      </DialogFooter>
      {isMissing && (
        <p id="why-not-yet" className="sr-only">
          {hint}
        </p>
      )}
    </form>
  );
}

/** A field that has the focus hands it to the panel that takes its place, and gets it back with the form. */
function useFocusWhileWaiting(isWaiting: boolean) {
  const fields = useRef<HTMLDivElement>(null);
  const panel = useRef<HTMLDivElement>(null);
  const left = useRef<HTMLElement>(null);
  useLayoutEffect(() => {
    if (left.current === null) return;
    if (isWaiting) panel.current?.focus({ preventScroll: true });
    // Another control may have got the focus meanwhile.
    else if (document.activeElement === document.body) left.current.focus({ preventScroll: true });
    if (!isWaiting) left.current = null;
  }, [isWaiting]);
  return {
    fields,
    panel,
    /** To be called before the fields give way. */
    keepFocus: () => {
      const focused = document.activeElement;
      const isField = focused instanceof HTMLElement && fields.current?.contains(focused);
      left.current = isField === true ? focused : null;
    },
  };
}

function mismatchText(typed: string, expected: string): string {
  const text = cleanTyped(typed);
  return text === '' ? `Type ${expected} first.` : `“${text}” is not ${expected}.`;
}
