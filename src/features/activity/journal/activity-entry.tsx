import { useId } from 'react';
import { isUnconfirmed, views, type Cancellation } from '@/contract';
import { TextLink } from '@/components/ui/text-link';
import { EnvironmentBadge } from '@/common/environment-badge';
import { OutcomeBadge } from '@/common/outcome-badge';
import { OverdueMark } from '@/common/overdue-mark';
import { codeText } from '@/common/outcome-labels';
import { isolated } from '@/lib/isolated';
import { ConfirmedBy } from './confirmed-by';
import { useRowState } from './row-state';
import { JournalRow } from './journal-row';

/** One cancellation in the journal; the whole row leads to its record. */
export function ActivityEntry({ record }: { record: Cancellation }) {
  const { isCurrent, confirming } = useRowState(record.id);
  const id = useId();
  return (
    <JournalRow
      isCurrent={isCurrent}
      outcome={
        <span id={`${id}-outcome`} className="flex flex-wrap items-center gap-x-2 gap-y-0.5">
          <OutcomeBadge outcome={record.outcome} />
          <span className="text-xs wrap-anywhere text-ink-soft tabular">{codeText(record)}</span>
        </span>
      }
      person={record.person}
      reason={record.reason}
      at={record.requestedAt}
      confirmed={
        confirming === 'pending' && record.confirmation === null ? (
          <span className="text-ink-faint">Confirming…</span>
        ) : confirming === 'failed' && record.confirmation === null ? (
          <span className="font-medium text-negative">Not confirmed</span>
        ) : (
          <Confirmed record={record} />
        )
      }
    >
      <TextLink
        variant="title"
        href={views.cancellation(record.id)}
        aria-describedby={`${id}-outcome ${id}-target`}
        data-journal-row={record.id}
        className="text-base after:absolute after:inset-0"
      >
        {record.deploymentName}
      </TextLink>
      <span
        id={`${id}-target`}
        className="mt-0.5 flex flex-wrap items-center gap-x-2 gap-y-0.5 text-xs text-ink-faint tabular"
      >
        <EnvironmentBadge name={record.environment} />
        <span className="min-w-0 wrap-anywhere">{`${isolated(record.applicationName)} · ${record.applicationId} / ${record.deploymentId}`}</span>
      </span>
    </JournalRow>
  );
}

/** Who confirmed the outcome, or that nobody has; no more lines than the rest has, so that a confirmation moves nothing. */
function Confirmed({ record }: { record: Cancellation }) {
  if (record.confirmation !== null) return <ConfirmedBy people={[record.confirmation.person]} />;
  return record.review?.isOverdue === true ? (
    <OverdueMark record={record} />
  ) : isUnconfirmed(record) ? (
    <span className="text-ink-soft">To confirm</span>
  ) : (
    <span className="text-ink-faint">–</span>
  );
}
