import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useEffectEvent, useRef, useState, type SubmitEvent } from 'react';
import { useLocation } from 'wouter';
import {
  deploymentKey,
  batch,
  batchRequest,
  maxBatchTargets,
  paths,
  views,
  type Batch,
  type Overlap,
} from '@/contract';
import { cleanTyped } from '@/contract/invisible';
import { isProduction } from '@/common/environments';
import { AlertDialog, AlertDialogKeep } from '@/components/ui/alert-dialog';
import { Button } from '@/components/ui/button';
import { bodyClass, footerClass, formClass } from '@/components/ui/dialog-classes';
import { Field } from '@/components/ui/field';
import { Notice } from '@/components/ui/notice';
import { Spinner } from '@/components/ui/spinner';
import { refusalOf } from '@/common/failure-words';
import { request } from '@/lib/api-client';
import { cx } from '@/lib/cx';
import { scrollWithin } from '@/lib/scroll-within';
import { useLookUp } from '../shared/look-up';
import { useStartBatch } from './use-start-batch';
import { showBatchSilence } from './batch-toast';
import { watchBatch } from './watch-batch';
import { type BatchPlan, type Target } from './batch-plan';
import { useLeftOut } from './use-left-out';
import { BatchTargets } from './batch-targets';
import { LookUpNotice, ProblemNotice, showFieldError, wrongWords } from '../shared/dialog-state';
import { GoneNotice } from './gone-notice';
import { BatchOverlapNotice } from '../shared/overlap-notice';
import { ReasonField } from '../shared/reason-field';
import { useSecondsSince } from '../shared/waiting';

/** How long one is held before "Close" is offered while the console has not answered. */
const holdSeconds = 3;

/** Asks before a batch: names every target, and wants their number typed; of a single one in production, its ID. */
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
  const [, go] = useLocation();
  const [reason, setReason] = useState(plan.reason);
  const [typed, setTyped] = useState('');
  const [refused, setRefused] = useState<string | null>(null);
  const [planned, setPlanned] = useState(plan.targets);
  const [told, setTold] = useState<readonly Overlap[]>([]);
  const { kept: targets, despite, groups } = useLeftOut(plan.id, planned, told);
  const typedField = useRef<HTMLInputElement>(null);
  const [attempt, setAttempt] = useState(0);
  const watched = useRef(true);
  const asked = { ...plan, targets, despite };
  const start = useStartBatch(asked, () => watched.current);
  const problem = refusalOf(start.error);
  const gone =
    problem?.code === 'not_saved'
      ? targets.filter((_, at) => problem.errors?.some(({ field }) => field === `targets.${at}`))
      : [];
  const isIndeterminate = start.isError && problem === null;
  const { state: lookUp, lookAgain } = useLookUp(
    plan.id,
    isIndeterminate ? attempt : 0,
    (signal) => request(batch, 'GET', paths.batch(plan.id), undefined, { signal, asChange: true }),
    () => true,
  );

  const count = targets.length;
  const nameOf = (one: Overlap) =>
    planned.find((target) => deploymentKey(target) === deploymentKey(one))?.name ?? '';
  const tooMany = count > maxBatchTargets;
  const sending = start.isPending;
  const seconds = useSecondsSince(sending ? start.submittedAt : null);
  const canLeave = !sending || seconds >= holdSeconds;
  const [first] = targets;
  const only = count === 1 && first !== undefined && isProduction(first.environment) ? first : null;
  const wanted = only?.deploymentId ?? String(count);
  const isMissing = cleanTyped(typed) !== wanted;
  const checked = batchRequest.shape.reason.safeParse(reason);
  const reasonError = checked.success
    ? null
    : `The reason ${checked.error.issues[0]?.message ?? 'cannot be used'}.`;
  const mayRepeat = !isIndeterminate || lookUp.kind === 'no_record';
  const ready =
    count > 0 && !tooMany && !sending && !start.isSuccess && mayRepeat && !isMissing && reasonError === null;

  const hasTold = useRef(false);
  function show(batch: Batch) {
    hasTold.current = true;
    onStarted?.();
    onClose();
    go(views.batch(batch.id));
  }

  // The look-up brings what the lost answer would have brought.
  const found = isIndeterminate && lookUp.kind === 'found' ? lookUp.found : null;
  const finish = useEffectEvent((batch: Batch) => {
    watchBatch(client, batch.id);
    show(batch);
  });
  useEffect(() => {
    if (found !== null) finish(found);
  }, [found]);

  // However it is left: by its button, by the browser's own way back.
  const leave = useEffectEvent(() => {
    if (hasTold.current) return;
    if (!sending && (!isIndeterminate || lookUp.kind === 'no_record')) return;
    showBatchSilence(asked, start.error);
    watchBatch(client, plan.id, { tellsThatItRuns: true, mayBegin: true });
  });
  useEffect(() => {
    watched.current = true;
    return () => {
      watched.current = false;
      leave();
    };
  }, []);

  // State is a render late: two clicks or Enter-Enter can come before it.
  const fired = useRef(false);
  function send(event: SubmitEvent) {
    event.preventDefault();
    if (!ready || fired.current) return;
    fired.current = true;
    setAttempt((one) => one + 1);
    start.mutate(reason.trim() === '' ? null : reason, {
      onSuccess: show,
      onError: (error) => {
        fired.current = false;
        setTold(refusalOf(error)?.overlaps ?? []);
      },
    });
  }

  // Nothing was sent, so that the batch keeps its ID: the console still makes at most one of this dialog.
  function leaveOut(gone: readonly Target[]) {
    setPlanned(planned.filter((target) => !gone.includes(target)));
    setTyped('');
    start.reset();
    typedField.current?.focus({ preventScroll: true });
  }

  function dismiss() {
    if (canLeave) onClose();
  }

  const many = `${count.toLocaleString('en')} ${count === 1 ? 'deployment' : 'deployments'}`;
  const hint = only
    ? `Type ${wanted}, the deployment ID, to confirm that it is the right queue.`
    : `Type ${count}, the number of deployments, to confirm that these are all meant.`;
  return (
    <AlertDialog
      title={`Cancel all pending calls of ${many}?`}
      description="There is no undo. They are cancelled one after another, even if this page is closed; you can stop between two of them. Calls being dialed go on, Fuse gives no count of what it cancels, and new calls can still be queued."
      onDismiss={dismiss}
      isPending={sending}
      firstField={typedField}
    >
      <form onSubmit={send} className={formClass} aria-busy={sending}>
        <div className={cx('space-y-4 px-5 py-1 pb-5', bodyClass)}>
          {tooMany && (
            <Notice
              tone="negative"
              role="alert"
              title={`A batch has at most ${maxBatchTargets} deployments.`}
            >
              <p>Select fewer, for one batch after another.</p>
            </Notice>
          )}
          {!tooMany && (
            <>
              <BatchTargets targets={targets} />
              {groups.map(({ kind, isLeftOut, overlaps, toggle }) => (
                <BatchOverlapNotice
                  key={`${kind} ${isLeftOut}`}
                  kind={kind}
                  isLeftOut={isLeftOut}
                  overlaps={overlaps}
                  nameOf={nameOf}
                  onChange={() => {
                    toggle();
                    typedField.current?.focus({ preventScroll: true });
                    if (typedField.current?.parentElement) scrollWithin(typedField.current.parentElement);
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
              <Field
                label={only ? 'Deployment ID' : 'Number of deployments'}
                hint={hint}
                error={isMissing && refused === typed ? wrongWords(typed, wanted) : null}
              >
                {(control) => (
                  <input
                    {...control}
                    ref={typedField}
                    value={typed}
                    onChange={(event) => setTyped(event.target.value)}
                    readOnly={sending}
                    inputMode="numeric"
                    autoComplete="off"
                    className="h-9 field-control tabular"
                  />
                )}
              </Field>
              <ReasonField value={reason} onChange={setReason} error={reasonError} readOnly={sending} />
            </>
          )}
          {problem !== null &&
            (gone.length > 0 ? (
              <GoneNotice targets={gone} leaveOut={gone.length < count ? () => leaveOut(gone) : undefined} />
            ) : (
              <ProblemNotice problem={problem} />
            ))}
          {isIndeterminate && (
            <LookUpNotice
              state={lookUp}
              lookAgain={lookAgain}
              looking="Looking for this batch…"
              open="The batch may or may not be running. This dialog goes on looking for it."
            />
          )}
        </div>
        <div className={cx('flex flex-col-reverse gap-2 sm:flex-row sm:justify-end', footerClass)}>
          <AlertDialogKeep asChild>
            <Button ariaDisabled={!canLeave}>
              {isIndeterminate || (sending && canLeave) ? 'Close' : 'Keep calls'}
            </Button>
          </AlertDialogKeep>
          <Button
            type="submit"
            variant="danger"
            ariaDisabled={!ready}
            onDisabledClick={() => showFieldError(() => setRefused(typed), typedField.current)}
            aria-busy={sending}
            aria-describedby={isMissing && !tooMany ? 'why-not-yet' : undefined}
            className="tabular"
          >
            {sending ? (
              <>
                <Spinner /> <span>Starting…</span>
              </>
            ) : (
              `Cancel all pending calls of ${many}`
            )}
          </Button>
        </div>
        {isMissing && !tooMany && (
          <p id="why-not-yet" className="sr-only">
            {hint}
          </p>
        )}
      </form>
    </AlertDialog>
  );
}
