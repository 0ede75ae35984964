import { memo } from 'react';
import { Link } from 'wouter';
import { views, type BatchTarget } from '@/contract';
import { Badge } from '@/components/ui/badge';
import { Spinner } from '@/components/ui/spinner';
import { environmentName, environmentTone } from '@/common/environments';
import { codeText, outcomeLabel } from '@/common/outcome-labels';
import { isPageTitle, messageLead } from '@/common/outcome-words';
import { cx } from '@/lib/cx';
import { notTriedWords } from './batch-words';
import { isolated } from '@/lib/isolated';

/**
 * Every target in the order of sending, with what became of it; `known`: as far as it has come by now; `stopping`: what
 * still waits is not tried any more.
 */
export function BatchResults({
  targets,
  known,
  stopping,
}: {
  targets: BatchTarget[];
  known: boolean;
  stopping: boolean;
}) {
  return (
    <ol
      aria-label="Deployments in the order of sending"
      className="overflow-hidden rounded-lg border border-line bg-surface shadow-raised"
    >
      {targets.map((target) => (
        <Result key={target.position} target={target} known={known} stopping={stopping} />
      ))}
    </ol>
  );
}

// Most rows stay as they are from one second to the next.
const Result = memo(function Result({
  target,
  known,
  stopping,
}: {
  target: BatchTarget;
  known: boolean;
  stopping: boolean;
}) {
  const { position, state, applicationName, applicationId, deploymentId, deploymentName, environment } =
    target;
  return (
    <li
      aria-current={state === 'current' ? 'step' : undefined}
      className={cx(
        'grid grid-cols-[2rem_1fr] gap-x-3 gap-y-1 border-t border-line px-4 py-2.5 first:border-t-0 sm:grid-cols-[2rem_1fr_16rem]',
        state === 'current' && 'bg-accent-soft',
      )}
    >
      <span aria-hidden="true" className="pt-0.5 text-right text-xs text-ink-faint tabular">
        {position}
      </span>
      <div className="min-w-0 text-sm">
        <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <span className={cx('font-semibold wrap-anywhere', state === 'waiting' && 'text-ink-soft')}>
            {deploymentName}
          </span>
          <Badge tone={environmentTone(environment)}>{environmentName(environment)}</Badge>
        </p>
        <p className="text-xs wrap-anywhere text-ink-faint tabular">{`${isolated(applicationName)} · ${applicationId} / ${deploymentId}`}</p>
      </div>
      <div className="col-start-2 text-sm sm:col-start-auto">
        <State target={target} known={known} stopping={stopping} />
      </div>
    </li>
  );
});

function State({
  target: { state, notTriedReason, blockedBy, cancellation, deploymentName },
  known,
  stopping,
}: {
  target: BatchTarget;
  known: boolean;
  stopping: boolean;
}) {
  if (state === 'waiting')
    return (
      <span className="text-ink-faint">
        {!known ? 'Not known now' : stopping ? 'Not to be tried' : 'Waiting for its turn'}
      </span>
    );
  if (state === 'not_tried')
    return (
      <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <Badge tone="neutral">Not tried</Badge>
        <span className="text-ink-soft">
          {blockedBy === null ? (
            notTriedWords(notTriedReason)
          ) : (
            <Link
              href={views.cancellation(blockedBy.cancellationId)}
              className="underline underline-offset-2"
            >{`${isolated(blockedBy.person)} was cancelling it`}</Link>
          )}
        </span>
      </div>
    );
  if ((cancellation === null || cancellation.outcome === null) && !known)
    return <span className="text-warning">Begun; its outcome is not known</span>;
  if (cancellation === null || cancellation.outcome === null)
    return (
      <span className="flex items-center gap-2 text-accent">
        <Spinner /> Waiting for Fuse
      </span>
    );
  const { label, tone } = outcomeLabel(cancellation.outcome);
  return (
    <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
      <Badge tone={tone} dot>
        {label}
      </Badge>
      <Link
        href={views.cancellation(cancellation.id)}
        className="font-medium wrap-anywhere tabular underline-offset-4 hover:underline"
      >
        <span className="sr-only">{`Record of ${isolated(deploymentName)}: `}</span>
        <span>{codeText(cancellation)}</span>
      </Link>
      {cancellation.outcome === 'unknown' && (
        <span className="w-full text-xs font-medium text-warning">Check before trying again</span>
      )}
      {cancellation.message !== null && cancellation.message !== '' && (
        <span className="line-clamp-2 w-full text-xs wrap-anywhere text-ink-soft">{`${isPageTitle(cancellation) ? `${messageLead(cancellation)}: ` : ''}${isolated(cancellation.message)}`}</span>
      )}
    </div>
  );
}
