import { useState } from 'react';
import type { Cancellation, Confirmation } from '@/contract';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { ConfirmDialog } from '@/components/ui/dialog';
import { FailureNotice } from '@/common/failure-notice';
import { Field } from '@/components/ui/field';
import { FullTime } from '@/components/ui/full-time';
import { TextArea } from '@/components/ui/input';
import { Notice } from '@/components/ui/notice';
import { isolated } from '@/lib/isolated';
import { useWithdraw } from '../api/confirm';
import { ConfirmState } from './confirm-state';
import { ReviewLine } from './review-line';
import { useConfirmation, type ConfirmationState } from './use-confirmation';
import { useWhyNotConfirm } from './use-why-not-confirm';

/**
 * The note of a confirmation, while it is written and afterwards; absent until there is an outcome. `isAlone` where no
 * header says who confirmed, and has the button that does.
 */
export function ConfirmPanel({
  record,
  state,
  isAlone = false,
}: {
  record: Cancellation;
  state: ConfirmationState;
  isAlone?: boolean;
}) {
  const { outcome, confirmation } = record;
  if (outcome === null) return null;
  return (
    <Card title="Confirmation" {...(confirmation === null && { 'data-confirms': '' })}>
      <div className="space-y-3">
        {confirmation === null && <ReviewLine record={record} />}
        {confirmation === null && <ConfirmForm state={state} hasButton={!isAlone} />}
        {isAlone && <ConfirmState confirmation={confirmation} state={state} />}
        {confirmation !== null && <Confirmed record={record} confirmation={confirmation} />}
        {state.unsentNote !== null && (
          <Notice
            tone="warning"
            role="alert"
            title="Your note was not sent: somebody confirmed the outcome first."
            action={
              <Button size="sm" onClick={state.discardNote}>
                Discard
              </Button>
            }
          >
            <p className="whitespace-pre-wrap">{state.unsentNote}</p>
          </Notice>
        )}
      </div>
    </Card>
  );
}

/** The same beside a list, with a state of its own. */
export function SideConfirmPanel({ record }: { record: Cancellation }) {
  const state = useConfirmation({ ...record, history: [] });
  return <ConfirmPanel record={record} state={state} isAlone />;
}

function ConfirmForm({ state, hasButton }: { state: ConfirmationState; hasButton: boolean }) {
  const { isUnknown, isPending, error, noteField, noteError, whyNot } = state;
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        state.confirm();
      }}
      className="space-y-3"
    >
      {(isUnknown || hasButton) && (
        <p className="text-sm text-ink-soft">
          {isUnknown
            ? 'Nobody has confirmed this outcome. Check it in Fuse, then say how you checked it.'
            : 'Nobody has confirmed this outcome.'}
        </p>
      )}
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
        hint={state.isProposed ? 'Taken from the last check of calls. You can change it.' : undefined}
        error={noteError}
      >
        <TextArea {...noteField} required={isUnknown} readOnly={isPending || whyNot !== undefined} />
      </Field>
      {whyNot !== undefined && <Notice tone="neutral" role="status" title={whyNot} />}
      <FailureNotice
        error={error}
        refused="Not confirmed. Nothing you typed is lost."
        indeterminate="We do not know if it was confirmed. Nothing you typed is lost."
      />
      {hasButton && (
        <Button type="submit" ariaDisabled={isPending} whyNot={whyNot} aria-busy={isPending}>
          {isPending ? 'Confirming…' : 'Confirm with this note'}
        </Button>
      )}
    </form>
  );
}

function Confirmed({
  record,
  confirmation: { person, at, note },
}: {
  record: Cancellation;
  confirmation: Confirmation;
}) {
  const [isAsking, setAsking] = useState(false);
  const withdraw = useWithdraw(record.id);
  const whyNot = useWhyNotConfirm().whyNotWithdraw(record);
  return (
    <div className="space-y-3 text-sm">
      <div>
        <p className="text-xs text-ink-faint">
          <FullTime iso={at} />
        </p>
        {note !== null && note !== '' && (
          <p className="mt-1 wrap-anywhere whitespace-pre-wrap text-ink-soft">{note}</p>
        )}
      </div>
      <Button size="sm" whyNot={whyNot} onClick={() => setAsking(true)}>
        Withdraw confirmation
      </Button>
      {isAsking && (
        <ConfirmDialog
          title="Withdraw this confirmation?"
          description={`The outcome must then be confirmed again. The timeline keeps that ${isolated(person)} confirmed it and that you withdrew it.`}
          keepLabel="Keep it"
          confirmLabel="Withdraw"
          isPending={withdraw.isPending}
          onConfirm={() => withdraw.mutate(undefined, { onSuccess: () => setAsking(false) })}
          onClose={() => setAsking(false)}
        >
          <FailureNotice
            error={withdraw.error}
            refused="Not withdrawn."
            indeterminate="We do not know if it was withdrawn."
          />
        </ConfirmDialog>
      )}
    </div>
  );
}
