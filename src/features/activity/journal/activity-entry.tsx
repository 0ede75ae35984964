import { Check } from 'lucide-react';
import { views, type Cancellation } from '@/contract';
import { ListEntry } from '@/components/ui/list-entry';
import { TextLink } from '@/components/ui/text-link';
import { EnvironmentBadge, OutcomeBadge } from '@/common/badges';
import { codeText } from '@/common/outcome-labels';
import { isolated } from '@/lib/isolated';

/** One cancellation in the journal. */
export function ActivityEntry({ record }: { record: Cancellation }) {
  return (
    <ListEntry
      badges={
        <>
          <OutcomeBadge outcome={record.outcome} />
          <span className="font-medium wrap-anywhere tabular">{codeText(record)}</span>
        </>
      }
      person={record.person}
      at={record.requestedAt}
      aside={
        record.confirmation !== null && (
          <span className="mt-1 inline-flex items-center gap-1 wrap-anywhere text-positive">
            <Check aria-hidden="true" className="size-3.5 shrink-0" />
            <span>{`Confirmed by ${isolated(record.confirmation.person)}`}</span>
          </span>
        )
      }
    >
      <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <TextLink variant="title" href={views.cancellation(record.id)} className="text-base">
          {record.deploymentName}
        </TextLink>
        <EnvironmentBadge name={record.environment} />
      </span>
      <span className="block text-xs wrap-anywhere text-ink-faint tabular">{`${isolated(record.applicationName)} · ${record.applicationId} / ${record.deploymentId}`}</span>
      <Reason text={record.reason} />
    </ListEntry>
  );
}

/** Why it was cancelled, if the person gave a reason. */
export function Reason({ text }: { text: string | null }) {
  if (text === null || text === '') return null;
  return <span className="line-clamp-2 wrap-anywhere text-ink-soft">{text}</span>;
}
