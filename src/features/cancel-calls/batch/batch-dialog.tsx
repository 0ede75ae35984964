import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { useLocation } from 'wouter';
import {
  deploymentKey,
  batch,
  maxBatchTargets,
  paths,
  views,
  type ApplicationList,
  type Batch,
  type Overlap,
  type ProblemCode,
} from '@/contract';
import { useWhyNot } from '@/common/grants';
import { keys } from '@/common/query-keys';
import { AlertDialog } from '@/components/ui/dialog';
import { Notice } from '@/components/ui/notice';
import { refusalOf } from '@/common/failure-words';
import { identityText } from '@/common/identity';
import { request } from '@/lib/api-client';
import { counted } from '@/lib/grouped';
import { useLookUp } from '../shared/look-up';
import { useStartBatch } from './use-start-batch';
import { showBatchSilence } from './batch-toast';
import { watchBatch } from './watch-batch';
import { asSavedNow, targetIdentity, type BatchPlan, type Target } from './batch-plan';
import { useLeftOut } from './use-left-out';
import { BatchTargets, productionSentence } from './batch-targets';
import { LookUpNotice } from '../shared/answer-notices';
import { CancelForm, useCancelForm } from '../shared/cancel-form';
import { confirmByTyping, noUndo } from '../shared/words';
import { BatchOverlapNotice } from './batch-overlap-notice';
import { useDemands } from '../shared/use-demands';
import { RefusedTargets, refusedTargets } from './refused-targets';

/** Problems about single targets, which may be saved otherwise than the page knew. */
const aboutTargets: readonly ProblemCode[] = ['changed', 'protected', 'role_required'];

/**
 * Asks before a batch: names every target, and wants their number typed; for a single one in production, its ID.
 */
export default function BatchDialog({
  plan,
  onStarted,
  onClose,
}: {
  plan: BatchPlan;
  onStarted?: (() => void) | undefined;
  onClose: () => void;
}) {
  const client = useQueryClient();
  const [, navigate] = useLocation();
  const [planned, setPlanned] = useState(plan.targets);
  /** What the console answered to the last attempt. */
  const [reportedOverlaps, setReportedOverlaps] = useState<readonly Overlap[]>([]);
  const { kept: targets, despite, groups } = useLeftOut(plan.id, planned, reportedOverlaps);
  const [first] = targets;
  const count = targets.length;
  const isTooLarge = count > maxBatchTargets;
  const demandsOf = useDemands();
  const isSingleProduction = count === 1 && first !== undefined && demandsOf(first).isReadBack;
  const expected = isSingleProduction ? first.deploymentId : String(count);
  const isReasonRequired = targets.some((target) => demandsOf(target).isReasonRequired);
  const form = useCancelForm(isTooLarge ? null : expected, isReasonRequired, plan.reason);
  const { whyNot } = useWhyNot();
  const isOpen = useRef(true);
  const current = { ...plan, targets, despite };
  const start = useStartBatch(current, () => isOpen.current);
  const problem = refusalOf(start.error);
  const { notGranted, guarded } = refusedTargets(targets, problem, whyNot);
  const isIndeterminate = start.isError && problem === null;
  const { state: lookUp, lookAgain } = useLookUp(
    plan.id,
    isIndeterminate ? start.submittedAt : 0,
    (signal) => request(batch, 'GET', paths.batch(plan.id), undefined, { signal, asChange: true }),
    () => true,
  );
  const isSending = start.isPending;
  const canRepeat = !isIndeterminate || lookUp.kind === 'no_record';
  const canSend =
    count > 0 &&
    notGranted.length === 0 &&
    guarded.length === 0 &&
    !isTooLarge &&
    !isSending &&
    !start.isSuccess &&
    canRepeat &&
    form.isValid;

  const wasShown = useRef(false);
  function show(started: Batch) {
    wasShown.current = true;
    onStarted?.();
    onClose();
    navigate(views.batch(started.id));
  }

  // The look-up brings what the lost answer would have brought.
  const found = isIndeterminate && lookUp.kind === 'found' ? lookUp.found : null;
  const finish = useEffectEvent((started: Batch) => {
    watchBatch(client, started.id);
    show(started);
  });
  useEffect(() => {
    if (found !== null) finish(found);
  }, [found]);

  // However the dialog is closed, also by the browser's Back button: a toast goes on from here.
  const handOverToToast = useEffectEvent(() => {
    if (wasShown.current) return;
    if (!isSending && (!isIndeterminate || lookUp.kind === 'no_record')) return;
    showBatchSilence(current, start.error);
    watchBatch(client, plan.id, { tellsThatItRuns: true, mayBegin: true });
  });
  useEffect(() => {
    isOpen.current = true;
    return () => {
      isOpen.current = false;
      handOverToToast();
    };
  }, []);

  function send() {
    start.mutate(form.trimmedReason, {
      onSuccess: show,
      onError: (error) => {
        const refusal = refusalOf(error);
        setReportedOverlaps(refusal?.overlaps ?? []);
        // What was typed for other targets than the saved ones is asked for again.
        if (refusal?.code === 'changed') form.setTyped('');
        if (refusal !== null && aboutTargets.includes(refusal.code)) void showChanges();
      },
    });
  }

  /** Reads the list anew and shows the targets as they are saved now. */
  async function showChanges() {
    await client.invalidateQueries({ queryKey: keys.applications });
    const saved = client.getQueryData<ApplicationList>(keys.applications)?.items ?? [];
    setPlanned((before) => asSavedNow(before, saved));
  }

  async function lookAgainAtTargets() {
    await showChanges();
    start.reset();
  }

  // Nothing was sent, so the batch keeps its ID: the console still makes at most one batch from this dialog.
  function leaveOut(targets: readonly Target[]) {
    setPlanned(planned.filter((target) => !targets.includes(target)));
    form.setTyped('');
    start.reset();
    form.focusField();
  }

  const many = counted(count, 'deployment');
  return (
    <AlertDialog
      title={`Cancel all pending calls of ${many}?`}
      description={`${noUndo} They are cancelled one after another, even if you close this page. You can stop before the next one.`}
      onClose={onClose}
      isPending={isSending}
    >
      <CancelForm
        form={form}
        label={isSingleProduction ? 'Deployment ID' : 'Number of deployments'}
        hint={
          isSingleProduction
            ? confirmByTyping('deployment ID', expected)
            : // The list above it may be out of sight when the field has the focus.
              `${productionSentence(targets)} ${confirmByTyping('number of deployments', expected)}`
        }
        hasReason={!isTooLarge}
        isSending={isSending}
        canSend={canSend}
        onSend={send}
        isIndeterminate={isIndeterminate}
        lateLabel="Close"
        submitLabel={`Cancel all pending calls of ${many}`}
        sendingLabel="Starting…"
        above={
          isTooLarge ? (
            <Notice
              tone="negative"
              role="alert"
              title={`A batch has at most ${maxBatchTargets} deployments.`}
            >
              <p>Select fewer deployments, and start one batch after another.</p>
            </Notice>
          ) : (
            <>
              <BatchTargets targets={targets} />
              {groups.map(({ kind, isLeftOut, overlaps, toggle }) => (
                <BatchOverlapNotice
                  key={`${kind} ${isLeftOut}`}
                  kind={kind}
                  isLeftOut={isLeftOut}
                  overlaps={overlaps}
                  nameOf={(overlap) => {
                    const target = planned.find((one) => deploymentKey(one) === deploymentKey(overlap));
                    return target === undefined ? '' : identityText(targetIdentity(target));
                  }}
                  onChange={() => {
                    toggle();
                    form.focusField();
                  }}
                />
              ))}
              {plan.leftOut > 0 && (
                <p className="text-sm text-ink-soft">{`${plan.leftOut === 1 ? '1 is left out: it was' : `${plan.leftOut} are left out: they were`} accepted since, or ${plan.leftOut === 1 ? 'is' : 'are'} being cancelled now.`}</p>
              )}
              <p className="text-sm">
                <span className="text-ink-faint">Account </span>
                <span>
                  {plan.upstream.kind === 'sandbox'
                    ? 'Sandbox: no real calls'
                    : `${plan.upstream.account} at ${plan.upstream.host}`}
                </span>
              </p>
            </>
          )
        }
      >
        <RefusedTargets
          targets={targets}
          problem={problem}
          whyNot={whyNot}
          leaveOut={leaveOut}
          lookAgain={() => void lookAgainAtTargets()}
        />
        {isIndeterminate && (
          <LookUpNotice
            state={lookUp}
            lookAgain={lookAgain}
            looking="Looking for this batch…"
            open="The batch may or may not be running. This dialog keeps looking for it."
          />
        )}
      </CancelForm>
    </AlertDialog>
  );
}
