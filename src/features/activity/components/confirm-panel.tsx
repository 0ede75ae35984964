import { Check } from 'lucide-react';
import { useState, type SubmitEvent } from 'react';
import { confirmationRequest, type Cancellation, type Confirmation } from '@/contract';
import { AlertDialog, AlertDialogKeep } from '@/components/ui/alert-dialog';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { FullTime } from '@/components/ui/full-time';
import { Notice } from '@/components/ui/notice';
import { ApiError } from '@/lib/api-client';
import { useConfirm, useWithdraw } from '../api/confirm';
import { Panel } from './panel';

/** Where support marks that they saw an outcome; absent until there is one. */
export function ConfirmPanel({ record }: { record: Cancellation }) {
  if (record.outcome === null) return null;
  return (
    <Panel title="Confirmation">
      {record.confirmation === null ? (
        <ConfirmForm record={record} />
      ) : (
        <Confirmed id={record.id} confirmation={record.confirmation} />
      )}
    </Panel>
  );
}

function ConfirmForm({ record }: { record: Cancellation }) {
  const [note, setNote] = useState('');
  const [tried, setTried] = useState(false);
  const confirm = useConfirm(record.id);
  const isUnknown = record.outcome === 'unknown';
  const problem = noteProblem(note, isUnknown);
  const field = fieldProblem(confirm.error);

  function send(event: SubmitEvent) {
    event.preventDefault();
    setTried(true);
    if (problem !== null || confirm.isPending) return;
    confirm.mutate(note.trim() === '' ? null : note);
  }

  return (
    <form noValidate onSubmit={send} className="space-y-3">
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
              Note <span className="font-normal text-ink-faint">(optional, kept in the journal)</span>
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
            onChange={(event) => setNote(event.target.value)}
            readOnly={confirm.isPending}
            rows={2}
            className="min-h-16 field-control resize-y py-2"
          />
        )}
      </Field>
      {confirm.isError && field === null && <Failure title="Not confirmed." error={confirm.error} />}
      <Button type="submit" variant="primary" unavailable={confirm.isPending} aria-busy={confirm.isPending}>
        <Check aria-hidden="true" className="size-4" />
        {confirm.isPending ? 'Confirming…' : 'Confirm outcome'}
      </Button>
    </form>
  );
}

function Confirmed({ id, confirmation }: { id: string; confirmation: Confirmation }) {
  const [asking, setAsking] = useState(false);
  const withdraw = useWithdraw(id);
  const { person, at, note } = confirmation;
  return (
    <div className="space-y-3 text-sm">
      <div>
        <p className="flex items-center gap-2 font-medium wrap-anywhere" role="status">
          <Check aria-hidden="true" className="size-4 shrink-0 text-positive" />
          Confirmed by {person}
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
          description={`The outcome waits for a confirmation again. That ${person} confirmed it, and that you withdrew it, stays in the timeline.`}
          onDismiss={() => !withdraw.isPending && setAsking(false)}
        >
          {withdraw.isError && (
            <div className="px-5 pb-4">
              <Failure title="Not withdrawn." error={withdraw.error} />
            </div>
          )}
          <div className="flex justify-end gap-2 border-t border-line bg-canvas px-5 py-3">
            <AlertDialogKeep asChild>
              <Button unavailable={withdraw.isPending}>Keep it</Button>
            </AlertDialogKeep>
            <Button
              variant="danger"
              unavailable={withdraw.isPending}
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

function Failure({ title, error }: { title: string; error: Error }) {
  return (
    <Notice tone="negative" role="alert" title={title}>
      <p>
        {error instanceof ApiError
          ? error.problem.detail
          : 'The console did not answer. Nothing you typed is lost: try again.'}
      </p>
    </Notice>
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
