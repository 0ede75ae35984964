import { useEffect, useEffectEvent, useMemo, useState, type ReactNode } from 'react';
import { maySomewhere, useWhyNot } from '@/common/grants';
import { views, type Application, type Batch, type Session } from '@/contract';
import { Badge } from '@/components/ui/badge';
import { Button, buttonClass } from '@/components/ui/button';
import { EmptyState, NotLoaded } from '@/components/ui/empty-state';
import { Skeleton } from '@/components/ui/skeleton';
import { StaleNotice } from '@/components/ui/stale-notice';
import { TextLink } from '@/components/ui/text-link';
import { TimeText } from '@/components/ui/time-text';
import { ViewHeading } from '@/components/ui/view-heading';
import { ApiError } from '@/lib/api-client';
import { useBatch } from '../api/get-batch';
import { batchTargetsNow, planBatch, selectRetryTargets, type BatchPlan } from './batch-plan';
import { showBatchStart } from './batch-toast';
import { batchName } from '../shared/words';
import { batchLabel, retryWords } from './batch-words';
import { isWatched } from './watch-batch';
import BatchDialog from './batch-dialog';
import { BatchProgress } from './batch-progress';
import { BatchResults } from './batch-results';
import { StopButton, stopLabel } from './stop-button';

interface BatchContextProps {
  session: Session | null | undefined;
  /** The saved list: a new attempt has its present names. Undefined until it is loaded. */
  saved: readonly Application[] | undefined;
  /** Loads the saved list again. */
  readSaved: () => void;
}

/** The view of one batch: its progress, each outcome, and the buttons to stop it or to try again. */
export function BatchView({ id, ...context }: { id: string } & BatchContextProps) {
  const { query: batch, asOf } = useBatch(id);
  if (batch.data === undefined)
    return (
      <div className="space-y-5">
        <ViewHeading title="Batch" />
        {batch.isError ? (
          <NotShown error={batch.error} retry={() => void batch.refetch()} />
        ) : (
          <Skeleton className="h-64 w-full" />
        )}
      </div>
    );
  return (
    <Shown
      batch={batch.data}
      {...context}
      asOf={asOf}
      stale={
        batch.isRefetchError || asOf !== null ? (
          <StaleNotice asOf={batch.dataUpdatedAt} refresh={() => void batch.refetch()}>
            {asOf !== null && <p>We do not know if the batch continues.</p>}
          </StaleNotice>
        ) : null
      }
    />
  );
}

function Shown({
  batch,
  session,
  saved,
  readSaved,
  asOf,
  stale,
}: {
  batch: Batch;
  asOf: number | null;
  stale: ReactNode;
} & BatchContextProps) {
  const [plan, setPlan] = useState<BatchPlan | null>(null);
  const { label, tone } = batchLabel(batch, asOf);
  const running = batch.state === 'running';
  const [wasRunning] = useState(running);
  const again = useMemo(() => selectRetryTargets(batch, saved ?? []), [batch, saved]);
  const { whyNot } = useWhyNot();
  const isOwn = batch.person === session?.person;
  // As the console judges: by the targets that still wait.
  const whyNotStop = useMemo(() => {
    if (saved === undefined || isOwn) return undefined;
    const waiting = batch.targets.filter(({ state }) => state === 'waiting');
    const reasons = batchTargetsNow(waiting.length > 0 ? waiting : batch.targets, saved).map((target) =>
      whyNot('cancel', target, 'stop this batch'),
    );
    return reasons.includes(undefined) ? undefined : reasons[0];
  }, [batch.targets, isOwn, saved, whyNot]);
  const canTryAgain =
    session !== null &&
    session !== undefined &&
    maySomewhere(session, 'cancel') &&
    !running &&
    again.targets.length > 0;
  const whyNotAgain = again.targets.map((target) => whyNot('cancel', target));

  // The toast leads back to the running batch, and to the button that stops it.
  const handOverToToast = useEffectEvent(() => {
    if (running && isWatched(batch.id)) showBatchStart(batch);
  });
  useEffect(() => () => handOverToToast(), []);

  return (
    <div className="space-y-5">
      <ViewHeading title={batchName(batch.counts.total)}>
        {(isOwn || maySomewhere(session, 'cancel')) && running && (
          <StopButton batch={batch} whyNot={whyNotStop} />
        )}
        {wasRunning && !running && !canTryAgain && (
          // Its room is kept: in a narrow window it has a line of its own, and the list below does not move.
          <span
            aria-hidden="true"
            className={buttonClass('danger-quiet', 'md', 'invisible pointer-coarse:min-h-11')}
          >
            {stopLabel}
          </span>
        )}
        {canTryAgain && (
          <Button
            aria-haspopup="dialog"
            ariaDisabled={saved === undefined}
            onDisabledClick={readSaved}
            // With some of them the dialog goes on without the others.
            whyNot={whyNotAgain.includes(undefined) ? undefined : whyNotAgain[0]}
            onClick={() =>
              setPlan(
                planBatch(again.targets, session.upstream, {
                  leftOut: again.leftOut,
                  reason: batch.reason ?? '',
                }),
              )
            }
            className="h-auto! min-h-9 shrink! py-1.5 text-left whitespace-normal!"
          >
            {`Try the ${retryWords(batch.counts)} ones again…`}
          </Button>
        )}
      </ViewHeading>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1 text-sm text-ink-soft">
        <Badge tone={tone} dot>
          {label}
        </Badge>
        <span>{batch.person}</span>
        <TimeText iso={batch.requestedAt} />
        <TextLink href={`${views.activity}?batch=${batch.id}`}>Its records in Activity</TextLink>
      </div>
      {batch.reason !== null && batch.reason !== '' && (
        <p className="max-w-prose text-sm wrap-anywhere whitespace-pre-line">{batch.reason}</p>
      )}
      {stale}
      <BatchProgress batch={batch} asOf={asOf} />
      <BatchResults
        targets={batch.targets}
        isCurrent={asOf === null}
        isStopping={running && batch.stopReason !== null}
      />
      {plan !== null && <BatchDialog key={plan.id} plan={plan} onClose={() => setPlan(null)} />}
    </div>
  );
}

function NotShown({ error, retry }: { error: Error; retry: () => void }) {
  return error instanceof ApiError && error.problem.status < 500 ? (
    <EmptyState role="alert" title="There is no batch at this address">
      Look for it in Activity.
    </EmptyState>
  ) : (
    <NotLoaded title="The batch could not be loaded" retry={retry}>
      We do not know if the batch runs.
    </NotLoaded>
  );
}
