import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useEffectEvent } from 'react';
import { cancellation, isOpen, paths, views, type Cancellation, type Overlap } from '@/contract';
import { AlertDialog } from '@/components/ui/dialog';
import { Notice } from '@/components/ui/notice';
import { environmentName } from '@/common/environments';
import { keys } from '@/common/query-keys';
import { refusalOf } from '@/common/failure-words';
import { useWhyNot } from '@/common/grants';
import { identityOf } from '@/common/identity';
import { identityIds, identityTitle } from '@/common/identity-lines';
import { request } from '@/lib/api-client';
import { isolated } from '@/lib/isolated';
import { useLiveState } from '@/lib/live-state';
import { setSentStatus, useSentStatus, useUnresolvedCancellation } from '@/common/own-cancellations';
import { putRecords } from '@/common/record-cache';
import { useLookUp, type LookUp } from '../shared/look-up';
import { useOverlaps } from '../shared/overlaps';
import { useCurrentTarget, type CancelTarget } from './target';
import { setWatched } from './outcome-toast';
import { LinkedNotice, LookUpNotice, ProblemNotice } from '../shared/answer-notices';
import { CancelForm, useCancelForm } from '../shared/cancel-form';
import { confirmByTyping, isUncheckedUnknown, lastIsUnknown, noUndo } from '../shared/words';
import { NotGrantedNotice } from '../shared/not-granted';
import { OverlapNotice } from './overlap-notice';
import { EnvironmentNotice, ProtectedNotice, RemovedNotice } from '../shared/saved-notices';
import { TargetFacts } from './target-facts';
import { useDemands } from '../shared/use-demands';
import { useSecondsSince, Waiting } from '../shared/waiting';
import { useCancelCalls } from './use-cancel-calls';

const noOverlaps: Overlap[] = [];

/** After so many seconds the screen reader hears that the dialog can be closed. */
const lateAfterSeconds = 3;

/** Asks before the calls of one deployment are cancelled, and waits for the outcome. */
export default function CancelCallsDialog({
  target: opened,
  onClose,
}: {
  /** As it was when the dialog opened. */
  target: CancelTarget;
  onClose: () => void;
}) {
  const target = useCurrentTarget(opened);
  const { deployment, isRemoved } = target;
  const demands = useDemands()(deployment);
  // Nothing is asked for that would not help; a field that the operator may be in stays.
  const isClosed = opened.deployment.protection !== undefined && deployment.protection !== undefined;
  const form = useCancelForm(
    demands.isReadBack && !isClosed ? deployment.deploymentId : null,
    demands.isReasonRequired,
  );
  const isGranted = useWhyNot().whyNot('cancel', deployment) === undefined;
  const client = useQueryClient();
  const cancel = useCancelCalls(target);
  const sentStatus = useSentStatus(target.id);
  const unresolvedId = useUnresolvedCancellation(target.id, deployment);
  const problem = refusalOf(cancel.error);
  const overlaps = useOverlaps(target.id, [deployment], problem?.overlaps ?? noOverlaps);
  const last = deployment.lastCancellation;
  const underWay = isOpen(last) ? last : null;
  // An answer without an outcome says no more than no answer.
  const isIndeterminate = (cancel.isError && problem === null) || cancel.data?.outcome === null;
  const { state: lookedUp, lookAgain } = useLookUp(
    target.id,
    isIndeterminate ? cancel.submittedAt : 0,
    (signal) =>
      request(cancellation, 'GET', paths.cancellation(target.id), undefined, { signal, asChange: true }),
    ({ outcome }) => outcome !== null,
  );

  // The live stream and the list bring the record too, maybe before the look-up. While the console cannot be reached,
  // a record without an outcome is old news.
  const known = sentStatus?.kind === 'recorded' ? sentStatus.record : null;
  const { phase } = useLiveState();
  const isOldNews = known?.outcome === null && lookedUp.kind === 'unanswered' && phase !== 'live';
  const lookUp: LookUp<Cancellation> =
    known === null || isOldNews ? lookedUp : { kind: 'found', found: known };

  const isSending = cancel.isPending;
  const seconds = useSecondsSince(isSending ? cancel.submittedAt : null);
  const canRepeat = !isIndeterminate || lookUp.kind === 'no_record';
  const canSend =
    isGranted &&
    deployment.protection === undefined &&
    !isRemoved &&
    underWay === null &&
    !isSending &&
    !cancel.isSuccess &&
    canRepeat &&
    form.isValid;

  // The look-up brings what the lost answer would have brought.
  const found = isIndeterminate && lookedUp.kind === 'found' ? lookedUp.found : null;
  const hasNoRecord = isIndeterminate && lookedUp.kind === 'no_record';
  useEffect(() => {
    if (found !== null) putRecords(client, [found]);
  }, [client, found]);
  useEffect(() => {
    if (hasNoRecord) setSentStatus(target.id, { kind: 'nothing_sent', error: null });
  }, [hasNoRecord, target.id]);

  const isSettled = known !== null && known.outcome !== null;
  const finish = useEffectEvent(onClose);
  useEffect(() => {
    if (isSettled) finish();
  }, [isSettled]);

  // However the dialog is closed, also by the browser's Back button: from then on the toast tells the outcome.
  useEffect(() => {
    setWatched(target.id, true);
    return () => setWatched(target.id, false);
  }, [target.id]);

  function send() {
    cancel.mutate(
      { reason: form.trimmedReason, despite: overlaps.map(({ id }) => id), isReadBack: demands.isReadBack },
      {
        onError: (error) => {
          const code = refusalOf(error)?.code;
          if (code !== 'changed' && code !== 'not_saved') return;
          // What was typed for another deployment than the saved one is asked for again.
          if (code === 'changed') form.setTyped('');
          void client.invalidateQueries({ queryKey: keys.applications });
        },
      },
    );
  }

  // By a notice of its own.
  const isSaid =
    (problem?.code === 'protected' && deployment.protection !== undefined) ||
    (problem?.code === 'not_saved' && isRemoved);
  const identity = identityOf(target.application, deployment);
  const wasSent = typeof (known ?? found)?.sentAt === 'string';
  return (
    <AlertDialog
      title={
        <>
          <span className="sr-only">Cancel all pending calls of </span>
          <span>{identityTitle(identity)}</span>
        </>
      }
      description={
        <>
          <span className="block text-base font-medium text-ink tabular">{`${identityIds(identity)} `}</span>
          <span className="mt-2 block">{`Cancel all pending calls? ${noUndo}`}</span>
        </>
      }
      onClose={onClose}
      isPending={isSending}
    >
      <CancelForm
        form={form}
        label="Deployment ID"
        hint={confirmByTyping('deployment ID', deployment.deploymentId)}
        isSending={isSending}
        canSend={canSend}
        onSend={send}
        isIndeterminate={isIndeterminate}
        lateLabel="Wait in the background"
        submitLabel="Cancel all pending calls"
        sendingLabel="Cancelling…"
        waiting={isSending ? <Waiting seconds={seconds} /> : null}
        hasReason={!isClosed}
        below={<TargetFacts target={target} reviewWithinMs={demands.reviewWithinMs} />}
      >
        {/* First: in a low window the later notices are scrolled to. */}
        {isRemoved && <RemovedNotice deployment={deployment} />}
        <ProtectedNotice protection={deployment.protection} />
        <EnvironmentNotice deployment={deployment} />
        <ChangedNotice opened={opened} now={target} />
        {unresolvedId !== null && (
          // Another request would be a second DELETE.
          <LinkedNotice
            title="You have cancelled these calls already, and this page does not know the outcome."
            href={views.cancellation(unresolvedId)}
          >
            Look at the record before you cancel again.
          </LinkedNotice>
        )}
        {underWay !== null && !isSending && problem?.code !== 'in_progress' && (
          // A colleague's: another request would only be refused.
          <LinkedNotice
            title={
              <>
                <bdi>{underWay.person}</bdi>
                <span> is cancelling these calls right now.</span>
              </>
            }
            href={views.cancellation(underWay.id)}
          >
            The outcome appears here when it is known.
          </LinkedNotice>
        )}
        {!isGranted && <NotGrantedNotice permission="cancel" />}
        {last !== null && isUncheckedUnknown(last) && last.id !== target.id && last.id !== unresolvedId && (
          <LinkedNotice title={lastIsUnknown} href={views.cancellation(last.id)}>
            Cancelling again also cancels calls added since then.
          </LinkedNotice>
        )}
        <OverlapNotice overlaps={overlaps} />
        {problem !== null && !isSaid && <ProblemNotice problem={problem} last={last} />}
        {isIndeterminate && (
          <LookUpNotice
            state={lookUp}
            lookAgain={lookAgain}
            looking="Looking for the record of this cancellation…"
            open={`${isOldNews ? 'It was on record when the console was last reached.' : 'The request may or may not have reached Fuse.'} This dialog keeps looking for the record.`}
          >
            <Notice tone="accent" role="status" title="The console has it on record, and waits for Fuse.">
              <p>{`${wasSent ? 'It was sent once and is not sent again.' : 'It is sent at most once.'} The outcome appears here when it is known.`}</p>
            </Notice>
          </LookUpNotice>
        )}
        <p
          role="status"
          className="sr-only"
        >{`${isSending ? 'Waiting for the answer' : ''}${isSending && seconds >= lateAfterSeconds ? '. You can wait in the background.' : ''}`}</p>
      </CancelForm>
    </AlertDialog>
  );
}

/** The operator may have read names that a colleague has changed since the dialog opened. */
function ChangedNotice({ opened, now }: { opened: CancelTarget; now: CancelTarget }) {
  const was = opened.deployment;
  if (
    was.name === now.deployment.name &&
    was.environment === now.deployment.environment &&
    opened.application.name === now.application.name
  )
    return null;
  return (
    <Notice tone="warning" role="alert" title="Changed in the saved list since this dialog opened.">
      <p>{`It was “${isolated(was.name)}”, ${isolated(environmentName(was.environment))}, of “${isolated(opened.application.name)}”. The IDs are the same.`}</p>
    </Notice>
  );
}
