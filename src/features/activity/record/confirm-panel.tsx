import { Check } from 'lucide-react';
import { useEffect, useLayoutEffect, useRef, useState, type RefObject } from 'react';
import { useForm, useWatch, type UseFormReturn } from 'react-hook-form';
import { confirmationRequest, type Cancellation, type Confirmation } from '@/contract';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { ConfirmDialog } from '@/components/ui/dialog';
import { FailureNotice } from '@/components/ui/failure-notice';
import { Field } from '@/components/ui/field';
import { FullTime } from '@/components/ui/full-time';
import { TextArea } from '@/components/ui/input';
import { Notice } from '@/components/ui/notice';
import { failureMessage } from '@/common/failure-words';
import { ApiError } from '@/lib/api-client';
import { isolated } from '@/lib/isolated';
import { onSessionEnd } from '@/lib/session-end';
import { useConfirm, useWithdraw } from '../api/confirm';

interface ConfirmValues {
  note: string;
}

/** Notes that were typed and not sent, by the cancellation's ID: no way out of the view loses them. */
const drafts = new Map<string, string>();
onSessionEnd(() => drafts.clear());

/** Where support confirms an outcome; absent until there is one. */
export function ConfirmPanel({ record }: { record: Cancellation }) {
  const form = useForm<ConfirmValues>({ defaultValues: { note: drafts.get(record.id) ?? '' } });
  const note = useWatch({ control: form.control, name: 'note' });
  useEffect(() => void drafts.set(record.id, note), [record.id, note]);
  const confirm = useConfirm(record.id);
  const { confirmation } = record;
  // Whether the form had the focus when the confirmation replaced it.
  const hadFocusRef = useRef(false);
  if (record.outcome === null) return null;
  const isUnsent = note.trim() !== '' && !confirm.isPending && confirmation?.note !== note;
  return (
    <Card title="Confirmation">
      {confirmation === null ? (
        <ConfirmForm
          form={form}
          isUnknown={record.outcome === 'unknown'}
          error={confirm.error}
          isPending={confirm.isPending}
          onConfirm={() =>
            confirm.mutate(note.trim() === '' ? null : note, {
              onSuccess: () => form.reset({ note: '' }),
              onError: (error) => {
                const message = noteRule(error);
                if (message !== undefined) form.setError('note', { message: `The note ${message}.` });
              },
            })
          }
          hadFocusRef={hadFocusRef}
        />
      ) : (
        <>
          <Confirmed id={record.id} confirmation={confirmation} hadFocusRef={hadFocusRef} />
          {isUnsent && (
            <Notice
              tone="warning"
              role="alert"
              title="Your note was not sent: the outcome was confirmed meanwhile."
              className="mt-3"
              action={
                <Button size="sm" onClick={() => form.reset({ note: '' })}>
                  Discard
                </Button>
              }
            >
              <p className="whitespace-pre-wrap">{note}</p>
            </Notice>
          )}
        </>
      )}
    </Card>
  );
}

function ConfirmForm({
  form: { register, handleSubmit, formState },
  isUnknown,
  error,
  isPending,
  onConfirm,
  hadFocusRef,
}: {
  form: UseFormReturn<ConfirmValues>;
  isUnknown: boolean;
  error: Error | null;
  isPending: boolean;
  onConfirm: () => void;
  hadFocusRef: RefObject<boolean>;
}) {
  const element = useRef<HTMLFormElement>(null);
  useLayoutEffect(() => {
    const form = element.current;
    return () => {
      hadFocusRef.current = form?.contains(document.activeElement) === true;
    };
  }, [hadFocusRef]);

  return (
    <form
      ref={element}
      noValidate
      onSubmit={(event) => void handleSubmit(onConfirm)(event)}
      className="space-y-3"
    >
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
        error={formState.errors.note?.message}
      >
        <TextArea
          {...register('note', { validate: (note) => noteProblem(note, isUnknown) ?? true })}
          required={isUnknown}
          readOnly={isPending}
        />
      </Field>
      {error !== null && noteRule(error) === undefined && (
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
  confirmation: { person, at, note },
  hadFocusRef,
}: {
  id: string;
  confirmation: Confirmation;
  hadFocusRef: RefObject<boolean>;
}) {
  const [isAsking, setAsking] = useState(false);
  const line = useRef<HTMLParagraphElement>(null);
  const withdraw = useWithdraw(id);

  // The element that had the focus went with the form.
  useEffect(() => {
    if (hadFocusRef.current) line.current?.focus({ preventScroll: true });
    hadFocusRef.current = false;
  }, [hadFocusRef]);

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
      {isAsking && (
        <ConfirmDialog
          title="Withdraw this confirmation?"
          description={`The outcome waits for a confirmation again. That ${isolated(person)} confirmed it, and that you withdrew it, stays in the timeline.`}
          keepLabel="Keep it"
          confirmLabel="Withdraw"
          isPending={withdraw.isPending}
          onConfirm={() => withdraw.mutate(undefined, { onSuccess: () => setAsking(false) })}
          onClose={() => setAsking(false)}
          failure={
            withdraw.isError && (
              <FailureNotice
                failure={failureMessage(withdraw.error)}
                refused="Not withdrawn."
                indeterminate="Not known whether it was withdrawn."
              />
            )
          }
        />
      )}
    </div>
  );
}

function noteProblem(note: string, isRequired: boolean): string | null {
  if (isRequired && note.trim() === '') return 'Say how it was checked, since the outcome is unknown.';
  const check = confirmationRequest.safeParse({ note });
  return check.success ? null : `The note ${check.error.issues[0]?.message ?? 'cannot be used'}.`;
}

/** The rule that the note breaks according to the console, if the error names one. */
function noteRule(error: Error): string | undefined {
  if (!(error instanceof ApiError)) return undefined;
  return error.problem.errors?.find(({ field }) => field === 'note')?.message;
}
