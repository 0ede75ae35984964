import { memo } from 'react';
import { views, type BatchTarget } from '@/contract';
import { Badge } from '@/components/ui/badge';
import { Card } from '@/components/ui/card';
import { Spinner } from '@/components/ui/spinner';
import { TextLink } from '@/components/ui/text-link';
import { EnvironmentBadge } from '@/common/environment-badge';
import { OutcomeBadge } from '@/common/outcome-badge';
import { identityText } from '@/common/identity';
import { identityIds } from '@/common/identity-lines';
import { codeText } from '@/common/outcome-labels';
import { isPageTitle, messageLead } from '@/common/outcome-words';
import { cx } from '@/lib/cx';
import { notTriedWords } from './batch-words';
import { isolated } from '@/lib/isolated';

/**
 * Every target in the order of sending, with its outcome. Without `isCurrent` the batch may have gone on meanwhile;
 * with `isStopping` the waiting targets will not be tried.
 */
export function BatchResults({
  targets,
  isCurrent,
  isStopping,
}: {
  targets: BatchTarget[];
  isCurrent: boolean;
  isStopping: boolean;
}) {
  return (
    <Card as="ol" aria-label="Deployments in the order of sending" className="overflow-hidden">
      {targets.map((target) => (
        <Result key={target.position} target={target} isCurrent={isCurrent} isStopping={isStopping} />
      ))}
    </Card>
  );
}

// Most rows stay as they are from one second to the next.
const Result = memo(function Result({
  target,
  isCurrent,
  isStopping,
}: {
  target: BatchTarget;
  isCurrent: boolean;
  isStopping: boolean;
}) {
  const { position, state, deploymentName, environment } = target;
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
          <EnvironmentBadge name={environment} />
        </p>
        <p className="text-xs wrap-anywhere text-ink-faint tabular">{identityIds(target)}</p>
      </div>
      {/* As high before there is an outcome as with it, and Fuse's words in one line: no row moves those below. */}
      <div className="col-start-2 flex min-h-6 items-center text-sm sm:col-start-auto sm:min-h-11 pointer-coarse:min-h-11">
        <State target={target} isCurrent={isCurrent} isStopping={isStopping} />
      </div>
    </li>
  );
});

function State({
  target,
  isCurrent,
  isStopping,
}: {
  target: BatchTarget;
  isCurrent: boolean;
  isStopping: boolean;
}) {
  const { state, notTriedReason, blockedBy, cancellation } = target;
  if (state === 'waiting')
    return (
      <span className="text-ink-faint">
        {!isCurrent ? 'Not known at the moment' : isStopping ? 'Will not be tried' : 'Waiting for its turn'}
      </span>
    );
  if (state === 'not_tried')
    return (
      <div className="flex flex-wrap items-center gap-x-2">
        <Badge tone="neutral">Not tried</Badge>
        <span className="text-ink-soft">
          {blockedBy === null ? (
            notTriedWords(notTriedReason)
          ) : (
            <TextLink
              variant="action"
              href={views.cancellation(blockedBy.cancellationId)}
            >{`${isolated(blockedBy.person)} was cancelling it`}</TextLink>
          )}
        </span>
      </div>
    );
  if ((cancellation === null || cancellation.outcome === null) && !isCurrent)
    return <span className="text-warning">Started; the outcome is not known</span>;
  if (cancellation === null || cancellation.outcome === null)
    return (
      <span className="flex items-center gap-2 text-accent">
        <Spinner /> Waiting for Fuse
      </span>
    );
  const { message } = cancellation;
  const words =
    message === null || message === ''
      ? ''
      : `${isPageTitle(cancellation) ? `${messageLead(cancellation)}: ` : ''}${isolated(message)}`;
  return (
    <div className="flex min-w-0 flex-1 flex-wrap items-center gap-x-2">
      <OutcomeBadge outcome={cancellation.outcome} />
      <TextLink variant="accent" href={views.cancellation(cancellation.id)} className="text-ink! tabular">
        <span className="sr-only">{`Record of ${identityText(target)}: `}</span>
        <span>{codeText(cancellation)}</span>
      </TextLink>
      <span className="w-full truncate text-xs text-ink-soft max-sm:hidden" title={words}>
        {cancellation.outcome === 'unknown' && (
          <span className="font-medium text-warning">{`Check in Fuse first${words === '' ? '' : ': '}`}</span>
        )}
        <span>{words}</span>
      </span>
    </div>
  );
}
