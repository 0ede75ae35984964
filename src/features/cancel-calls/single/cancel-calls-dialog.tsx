import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useEffectEvent, useRef, useState, useSyncExternalStore, type SubmitEvent } from 'react';
import { Link } from 'wouter';
import {
  cancellation,
  cancellationRequest,
  isOpen,
  paths,
  views,
  type Cancellation,
  type Overlap,
} from '@/contract';
import { cleanTyped } from '@/contract/invisible';
import { AlertDialog, AlertDialogKeep } from '@/components/ui/alert-dialog';
import { Button } from '@/components/ui/button';
import { bodyClass, footerClass, formClass } from '@/components/ui/dialog-classes';
import { Field } from '@/components/ui/field';
import { Notice } from '@/components/ui/notice';
import { environmentName, isProduction } from '@/common/environments';
import { refusalOf } from '@/common/failure-words';
import { request } from '@/lib/api-client';
import { liveState, onLiveState } from '@/lib/live-state';
import { cx } from '@/lib/cx';
import { learn, useKnowledge, useUnresolvedCancellation } from '@/common/own-cancellations';
import { putRecords } from '@/common/record-cache';
import { useCancelCalls } from './use-cancel-calls';
import { useLookUp, type LookUp } from '../shared/look-up';
import { useOverlaps } from '../shared/overlaps';
import { useCurrentTarget, type CancelTarget } from './target';
import { setWatched } from './outcome-toast';
import { LookUpNotice, ProblemNotice, showFieldError, wrongWords } from '../shared/dialog-state';
import { OverlapNotice } from '../shared/overlap-notice';
import { ReasonField } from '../shared/reason-field';
import { TargetFacts } from './target-facts';
import { useSecondsSince, Waiting } from '../shared/waiting';
import { isolated } from '@/lib/isolated';

const none: Overlap[] = [];

/** How long one is held before "Wait in the background" is offered. */
const holdSeconds = 3;

export default function CancelCallsDialog({
  target: asked,
  onClose,
}: {
  target: CancelTarget;
  onClose: () => void;
}) {
  const target = useCurrentTarget(asked);
  const { deployment } = target;
  const [reason, setReason] = useState('');
  const [typedId, setTypedId] = useState('');
  const [refusedId, setRefusedId] = useState<string | null>(null);
  const idField = useRef<HTMLInputElement>(null);
  const client = useQueryClient();
  const cancel = useCancelCalls(target);
  const knowledge = useKnowledge(target.id);
  const unanswered = useUnresolvedCancellation(target.id, deployment);
  const problem = refusalOf(cancel.error);
  const overlaps = useOverlaps(target.id, [deployment], problem?.overlaps ?? none);
  const underWay = isOpen(deployment.lastCancellation) ? deployment.lastCancellation : null;
  // An answer without an outcome tells no more than no answer.
  const isIndeterminate = (cancel.isError && problem === null) || cancel.data?.outcome === null;
  const { state: lookedUp, lookAgain } = useLookUp(
    target.id,
    isIndeterminate ? cancel.submittedAt : 0,
    (signal) =>
      request(cancellation, 'GET', paths.cancellation(target.id), undefined, { signal, asChange: true }),
    ({ outcome }) => outcome !== null,
  );

  // Whoever told it first: the stream and the list tell of the record too. While the console cannot be reached, a
  // record without an outcome is old news.
  const known = knowledge?.kind === 'recorded' ? knowledge.record : null;
  const { phase } = useSyncExternalStore(onLiveState, liveState);
  const isOldNews = known?.outcome === null && lookedUp.kind === 'unanswered' && phase !== 'live';
  const lookUp: LookUp<Cancellation> =
    known === null || isOldNews ? lookedUp : { kind: 'found', found: known };

  const sending = cancel.isPending;
  const seconds = useSecondsSince(sending ? cancel.submittedAt : null);
  const canLeave = !sending || seconds >= holdSeconds;
  const idWanted = isProduction(deployment.environment) && cleanTyped(typedId) !== deployment.deploymentId;
  const reasonError = reasonProblem(reason, target);
  const mayRepeat = !isIndeterminate || lookUp.kind === 'no_record';
  const ready =
    underWay === null && !sending && !cancel.isSuccess && mayRepeat && !idWanted && reasonError === null;

  // The look-up brings what the lost answer would have brought.
  const found = isIndeterminate && lookedUp.kind === 'found' ? lookedUp.found : null;
  const hasNoRecord = isIndeterminate && lookedUp.kind === 'no_record';
  useEffect(() => {
    if (found !== null) putRecords(client, [found]);
  }, [client, found]);
  useEffect(() => {
    if (hasNoRecord) learn(target.id, { kind: 'nothing_sent', error: null });
  }, [hasNoRecord, target.id]);

  const isSettled = known !== null && known.outcome !== null;
  const finish = useEffectEvent(onClose);
  useEffect(() => {
    if (isSettled) finish();
  }, [isSettled]);

  // However it is left: by its button, by the browser's own way back.
  useEffect(() => {
    setWatched(target.id, true);
    return () => setWatched(target.id, false);
  }, [target.id]);

  // State is a render late: two clicks or Enter-Enter can come before it.
  const fired = useRef(false);
  function send(event: SubmitEvent) {
    event.preventDefault();
    if (!ready || fired.current) return;
    fired.current = true;
    const despite = overlaps.map(({ id }) => id);
    cancel.mutate(
      { reason: reason.trim() === '' ? null : reason, despite },
      {
        onError: () => {
          fired.current = false;
        },
      },
    );
  }

  function dismiss() {
    if (canLeave) onClose();
  }

  const hint = `Type ${deployment.deploymentId}, the deployment ID, to confirm that it is the right queue.`;
  return (
    <AlertDialog
      title={`Cancel all pending calls of “${isolated(deployment.name)}”?`}
      description="There is no undo. Calls being dialed go on, Fuse gives no count of what it cancels, and new calls can still be queued."
      onDismiss={dismiss}
      isPending={sending}
      firstField={idField}
    >
      <form onSubmit={send} className={formClass} aria-busy={sending}>
        <div className={cx('space-y-4 px-5 py-1 pb-5', bodyClass)}>
          <ChangedNotice asked={asked} now={target} />
          {unanswered !== null && <UnansweredNotice id={unanswered} />}
          <TargetFacts target={target} />
          {underWay !== null && !sending && problem?.code !== 'in_progress' && (
            <UnderWayNotice record={underWay} />
          )}
          <OverlapNotice overlaps={overlaps} />
          {isProduction(deployment.environment) && (
            <Field
              label="Deployment ID"
              hint={hint}
              error={idWanted && refusedId === typedId ? wrongWords(typedId, deployment.deploymentId) : null}
            >
              {(control) => (
                <input
                  {...control}
                  ref={idField}
                  value={typedId}
                  onChange={(event) => setTypedId(event.target.value)}
                  readOnly={sending}
                  inputMode="numeric"
                  autoComplete="off"
                  className="h-9 field-control tabular"
                />
              )}
            </Field>
          )}
          <ReasonField value={reason} onChange={setReason} error={reasonError} readOnly={sending} />
          {problem !== null && <ProblemNotice problem={problem} last={deployment.lastCancellation} />}
          {isIndeterminate && (
            <LookUpNotice
              state={lookUp}
              lookAgain={lookAgain}
              looking="Looking for the record of this cancellation…"
              open={`${isOldNews ? 'It was on record when the console was last reached.' : 'The request may or may not have reached Fuse.'} This dialog goes on looking for the record.`}
            >
              <Notice tone="accent" role="status" title="The console has it on record, and waits for Fuse.">
                <p>{`${
                  typeof (known ?? found)?.sentAt === 'string'
                    ? 'It was sent once and is not sent again.'
                    : 'It is sent once at most.'
                } The outcome appears here when it is known.`}</p>
              </Notice>
            </LookUpNotice>
          )}
        </div>
        <div className={cx('flex flex-col-reverse gap-2 sm:flex-row sm:justify-end', footerClass)}>
          <AlertDialogKeep asChild>
            <Button ariaDisabled={!canLeave}>{leaveLabel(sending && canLeave, isIndeterminate)}</Button>
          </AlertDialogKeep>
          <Button
            type="submit"
            variant="danger"
            ariaDisabled={!ready}
            onDisabledClick={() => showFieldError(() => setRefusedId(typedId), idField.current)}
            aria-busy={sending}
            aria-describedby={idWanted ? 'why-not-yet' : undefined}
            className="tabular sm:min-w-52"
          >
            {sending ? <Waiting seconds={seconds} /> : 'Cancel all pending calls'}
          </Button>
        </div>
        {idWanted && (
          <p id="why-not-yet" className="sr-only">
            {hint}
          </p>
        )}
        <p
          role="status"
          className="sr-only"
        >{`${sending ? 'Waiting for the answer' : ''}${sending && canLeave ? '. You can wait in the background.' : ''}`}</p>
      </form>
    </AlertDialog>
  );
}

/** What one has read here may have been written anew since. */
function ChangedNotice({ asked, now }: { asked: CancelTarget; now: CancelTarget }) {
  const was = asked.deployment;
  if (
    was.name === now.deployment.name &&
    was.environment === now.deployment.environment &&
    asked.application.name === now.application.name
  )
    return null;
  return (
    <Notice tone="warning" role="alert" title="Changed in the saved list since this dialog opened.">
      <p>{`It was “${isolated(was.name)}”, ${isolated(environmentName(was.environment))}, of “${isolated(asked.application.name)}”. The IDs are the same.`}</p>
    </Notice>
  );
}

/** Somebody else is at it: another request would only be refused. */
function UnderWayNotice({ record }: { record: Cancellation }) {
  return (
    <Notice
      tone="warning"
      role="alert"
      title={
        <>
          <bdi>{record.person}</bdi>
          <span> is cancelling these calls right now.</span>
        </>
      }
      action={
        <Link href={views.cancellation(record.id)} className="font-medium underline underline-offset-2">
          View record
        </Link>
      }
    >
      <p>The outcome appears here when it is known.</p>
    </Notice>
  );
}

/** The page itself has sent a cancellation of this deployment: another one would be a second DELETE. */
function UnansweredNotice({ id }: { id: string }) {
  return (
    <Notice
      tone="warning"
      role="alert"
      title="You have cancelled these calls already, and the outcome is not known here."
      action={
        <Link href={views.cancellation(id)} className="font-medium underline underline-offset-2">
          View record
        </Link>
      }
    >
      <p>Look at its record before you cancel them again.</p>
    </Notice>
  );
}

function leaveLabel(leavesWhileSending: boolean, isIndeterminate: boolean): string {
  if (leavesWhileSending) return 'Wait in the background';
  return isIndeterminate ? 'Close' : 'Keep calls';
}

function reasonProblem(reason: string, { application, deployment }: CancelTarget): string | null {
  const { applicationId } = application;
  const { deploymentId } = deployment;
  const check = cancellationRequest.safeParse({ applicationId, deploymentId, reason });
  return check.success ? null : `The reason ${check.error.issues[0]?.message ?? 'cannot be used'}.`;
}
