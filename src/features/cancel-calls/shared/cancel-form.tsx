import { useRef, useState, type ReactNode } from 'react';
import { flushSync } from 'react-dom';
import { batchRequest } from '@/contract';
import { cleanTyped } from '@/contract/invisible';
import { Button } from '@/components/ui/button';
import { DialogBody, DialogFooter, dialogFormClass } from '@/components/ui/dialog';
import { CloseButton } from '@/components/ui/dialog-state';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { scrollWithin } from '@/lib/scroll-within';
import { ReasonField } from './reason-field';

/** What the operator types in a dialog that cancels: a reason, and the `expected` text, unless that is null. */
export function useCancelForm(expected: string | null, initialReason = '') {
  const [reason, setReason] = useState(initialReason);
  const [typed, setTyped] = useState('');
  const field = useRef<HTMLInputElement>(null);
  const checked = batchRequest.shape.reason.safeParse(reason);
  const reasonError = checked.success
    ? null
    : `The reason ${checked.error.issues[0]?.message ?? 'cannot be used'}.`;
  const isMissing = expected !== null && cleanTyped(typed) !== expected;
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
    isValid: !isMissing && reasonError === null,
    /** As the console wants it. */
    trimmedReason: reason.trim() === '' ? null : reason,
  };
}

/** The form of both dialogs that cancel: what is about to be cancelled, its two fields, notices, and the buttons. */
export function CancelForm({
  form,
  label,
  hint,
  above,
  hasReason = true,
  children,
  isSending,
  canSend,
  onSend,
  closeLabel,
  lateLabel,
  submit,
}: {
  form: ReturnType<typeof useCancelForm>;
  /** Of the field for the expected text. */
  label: string;
  hint: string;
  /** Stands above the fields. */
  above: ReactNode;
  hasReason?: boolean;
  /** Notices below the fields. */
  children: ReactNode;
  isSending: boolean;
  canSend: boolean;
  onSend: () => void;
  closeLabel: string;
  /** In place of `closeLabel` once the answer takes long. */
  lateLabel: string;
  submit: ReactNode;
}) {
  const { expected, typed, isMissing, field } = form;
  const [refused, setRefused] = useState<string | null>(null);
  function explainDisabled() {
    flushSync(() => setRefused(typed));
    if (field.current?.parentElement) scrollWithin(field.current.parentElement);
  }
  return (
    <form
      className={dialogFormClass}
      aria-busy={isSending}
      onSubmit={(event) => {
        event.preventDefault();
        if (canSend) onSend();
      }}
    >
      <DialogBody className="pt-1">
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
        {hasReason && (
          <ReasonField
            value={form.reason}
            onChange={form.setReason}
            error={form.reasonError}
            readOnly={isSending}
          />
        )}
        {children}
      </DialogBody>
      <DialogFooter className="flex-col-reverse sm:flex-row">
        <CloseButton lateLabel={lateLabel}>{closeLabel}</CloseButton>
        <Button
          type="submit"
          variant="danger"
          ariaDisabled={!canSend}
          onDisabledClick={explainDisabled}
          aria-busy={isSending}
          aria-describedby={isMissing ? 'why-not-yet' : undefined}
          className="tabular sm:min-w-52"
        >
          {submit}
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

function mismatchText(typed: string, expected: string): string {
  const text = cleanTyped(typed);
  return text === '' ? `Type ${expected} first.` : `“${text}” is not ${expected}.`;
}
