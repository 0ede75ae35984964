import { Check } from 'lucide-react';
import { useEffect, useLayoutEffect, useRef, useState, type RefObject, type SubmitEvent } from 'react';
import { confirmationRequest, type Cancellation, type Confirmation } from '@/contract';
import { AlertDialog } from '@/components/ui/alert-dialog';
import { Button } from '@/components/ui/button';
import { footerClass } from '@/components/ui/dialog-classes';
import { LeaveButton } from '@/components/ui/dialog-state';
import { FailureNotice } from '@/components/ui/failure-notice';
import { Field } from '@/components/ui/field';
import { FullTime } from '@/components/ui/full-time';
import { Notice } from '@/components/ui/notice';
import { failureMessage } from '@/common/failure-words';
import { ApiError } from '@/lib/api-client';
import { cx } from '@/lib/cx';
import { useConfirm, useWithdraw } from '../api/confirm';
import { Panel } from '@/components/ui/card';
import { isolated } from '@/lib/isolated';

/** Where support marks that they saw an outcome; absent until there is one. */
export function ConfirmPanel({ record }: { record: Cancellation }) {
  const [note, setNote] = useState('');
  const confirm = useConfirm(record.id);
  const { confirmation } = record;
  // Where the focus was when the form gave way to the confirmation.
  const focusRef = useRef(false);
  if (record.outcome === null) return null;
  const isUnsent = note.trim() !== '' && !confirm.isPending && confirmation?.note !== note;
  return (
    <Panel title="Confirmation">
      {confirmation === null ? (
        <ConfirmForm
          isUnknown={record.outcome === 'unknown'}
          note={note}
          onNote={setNote}
          error={confirm.error}
          isPending={confirm.isPending}
          onConfirm={() => confirm.mutate(note.trim() === '' ? null : note, { onSuccess: () => setNote('') })}
          focusRef={focusRef}
        />
      ) : (
        <>
          <Confirmed id={record.id} confirmation={confirmation} focusRef={focusRef} />
          {isUnsent && (
            <Notice
              tone="warning"
              role="alert"
              title="Your note was not sent: the outcome was confirmed meanwhile."
              className="mt-3"
              action={
                <Button size="sm" onClick={() => setNote('')}>
                  Discard
                </Button>
              }
            >
              <p className="whitespace-pre-wrap">{note}</p>
            </Notice>
          )}
        </>
      )}
    </Panel>
  );
}

function ConfirmForm({
  isUnknown,
  note,
  onNote,
  error,
  isPending,
  onConfirm,
  focusRef,
}: {
  isUnknown: boolean;
  note: string;
  onNote: (note: string) => void;
  error: Error | null;
  isPending: boolean;
  onConfirm: () => void;
  focusRef: RefObject<boolean>;
}) {
  const [tried, setTried] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const problem = noteProblem(note, isUnknown);
  const field = fieldProblem(error);

  useLayoutEffect(() => {
    const element = form.current;
    return () => {
      focusRef.current = element?.contains(document.activeElement) === true;
    };
  }, [focusRef]);

  function send(event: SubmitEvent) {
    event.preventDefault();
    setTried(true);
    if (problem === null && !isPending) onConfirm();
  }

  return (
    <form ref={form} noValidate onSubmit={send} className="space-y-3">
      <p className="text-sm text-ink-soft">
        {isUnknown
          ? 'Nobody has confirmed this outcome yet. It is unknown: say how it was checked.'
          : 'Nobody has confirmed this outcome yet.'}
      </p>
      <Field
        label={
          isUnknown ? (
            'How was it checked?'
          ) : (
            <>
              <span>Note </span>
              <span className="font-normal text-ink-faint">(optional, kept in the journal)</span>
            </>
          )
        }
        error={tried ? (problem ?? field) : field}
      >
        {(control) => (
          <textarea
            {...control}
            required={isUnknown}
            value={note}
            onChange={(event) => onNote(event.target.value)}
            readOnly={isPending}
            rows={2}
            className="min-h-16 field-control resize-y py-2"
          />
        )}
      </Field>
      {error !== null && field === null && (
        <FailureNotice
          failure={failureMessage(error)}
          refused="Not confirmed. Nothing you typed is lost."
          indeterminate="Not known whether it was confirmed. Nothing you typed is lost."
        />
      )}
      <Button type="submit" variant="primary" ariaDisabled={isPending} aria-busy={isPending}>
        <Check aria-hidden="true" className="size-4" />
        <span>{isPending ? 'Confirming…' : 'Confirm outcome'}</span>
      </Button>
    </form>
  );
}

function Confirmed({
  id,
  confirmation,
  focusRef,
}: {
  id: string;
  confirmation: Confirmation;
  focusRef: RefObject<boolean>;
}) {
  const [asking, setAsking] = useState(false);
  const line = useRef<HTMLParagraphElement>(null);
  const withdraw = useWithdraw(id);
  const { person, at, note } = confirmation;

  // The form is gone, and what had the focus in it.
  useEffect(() => {
    if (focusRef.current) line.current?.focus({ preventScroll: true });
    focusRef.current = false;
  }, [focusRef]);

  return (
    <div className="space-y-3 text-sm">
      <div>
        <p
          ref={line}
          tabIndex={-1}
          role="status"
          className="flex items-center gap-2 rounded font-medium wrap-anywhere"
        >
          <Check aria-hidden="true" className="size-4 shrink-0 text-positive" />
          <span>{`Confirmed by ${isolated(person)}`}</span>
        </p>
        <p className="mt-0.5 pl-6 text-xs text-ink-faint">
          <FullTime iso={at} />
        </p>
        {note !== null && note !== '' && (
          <p className="mt-2 pl-6 wrap-anywhere whitespace-pre-wrap text-ink-soft">{note}</p>
        )}
      </div>
      <Button size="sm" onClick={() => setAsking(true)}>
        Withdraw confirmation
      </Button>
      {asking && (
        <AlertDialog
          title="Withdraw this confirmation?"
          description={`The outcome waits for a confirmation again. That ${isolated(person)} confirmed it, and that you withdrew it, stays in the timeline.`}
          onDismiss={() => setAsking(false)}
          isPending={withdraw.isPending}
        >
          {withdraw.isError && (
            <div className="px-5 pb-4">
              <FailureNotice
                failure={failureMessage(withdraw.error)}
                refused="Not withdrawn."
                indeterminate="Not known whether it was withdrawn."
              />
            </div>
          )}
          <div className={cx('flex justify-end gap-2', footerClass)}>
            <LeaveButton isFirst>Keep it</LeaveButton>
            <Button
              variant="danger"
              ariaDisabled={withdraw.isPending}
              onClick={() => withdraw.mutate(undefined, { onSuccess: () => setAsking(false) })}
            >
              Withdraw
            </Button>
          </div>
        </AlertDialog>
      )}
    </div>
  );
}

function noteProblem(note: string, isRequired: boolean): string | null {
  if (isRequired && note.trim() === '') return 'Say how it was checked, since the outcome is unknown.';
  const check = confirmationRequest.safeParse({ note });
  return check.success ? null : `The note ${check.error.issues[0]?.message ?? 'cannot be used'}.`;
}

/** What the console itself says of the note. */
function fieldProblem(error: Error | null): string | null {
  if (!(error instanceof ApiError)) return null;
  const wrong = error.problem.errors?.find(({ field }) => field === 'note');
  return wrong === undefined ? null : `The note ${wrong.message}.`;
}
