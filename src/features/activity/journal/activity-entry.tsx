import { Check } from 'lucide-react';
import { Link } from 'wouter';
import { views, type Cancellation } from '@/contract';
import { Badge } from '@/components/ui/badge';
import { TimeText } from '@/components/ui/time-text';
import { environmentName, environmentTone } from '@/common/environments';
import { codeText, outcomeLabel } from '@/common/outcome-labels';
import { isolated } from '@/lib/isolated';

export function ActivityEntry({ record }: { record: Cancellation }) {
  const { label, tone } = outcomeLabel(record.outcome);
  return (
    <li className="grid gap-x-4 gap-y-1 border-t border-line px-4 py-3 first:border-t-0 hover:bg-hover/50 sm:grid-cols-[17rem_1fr_auto]">
      <div className="flex flex-wrap items-center gap-x-2 gap-y-1 self-start text-sm">
        <Badge tone={tone} dot>
          {label}
        </Badge>
        <span className="font-medium wrap-anywhere tabular">{codeText(record)}</span>
      </div>
      <div className="min-w-0 space-y-1 text-sm">
        <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <Link
            href={views.cancellation(record.id)}
            className="rounded text-base font-semibold wrap-anywhere underline-offset-4 hover:underline"
          >
            {record.deploymentName}
          </Link>
          <Badge tone={environmentTone(record.environment)}>{environmentName(record.environment)}</Badge>
        </p>
        <p className="text-xs wrap-anywhere text-ink-faint tabular">{`${isolated(record.applicationName)} · ${record.applicationId} / ${record.deploymentId}`}</p>
        {record.reason !== null && record.reason !== '' && (
          <p className="line-clamp-2 wrap-anywhere text-ink-soft">{record.reason}</p>
        )}
      </div>
      <div className="text-xs text-ink-soft sm:text-right">
        <p className="text-sm wrap-anywhere">{record.person}</p>
        <p className="mt-1 text-ink-faint">
          <TimeText iso={record.requestedAt} />
        </p>
        {record.confirmation !== null && (
          <p className="mt-1 inline-flex items-center gap-1 wrap-anywhere text-positive">
            <Check aria-hidden="true" className="size-3.5 shrink-0" />
            <span>{`Confirmed by ${isolated(record.confirmation.person)}`}</span>
          </p>
        )}
      </div>
    </li>
  );
}
