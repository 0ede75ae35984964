import { Link } from 'wouter';
import type { Cancellation } from '@/contract';
import { views } from '@/contract/paths';
import { Badge } from '@/components/ui/badge';
import { TimeText } from '@/components/ui/time-text';
import { codeText, outcomeLabel } from '@/domain/outcome-labels';

/** The last cancellation of a deployment as its row keeps it. */
export function LastOutcome({ last }: { last: Cancellation | null }) {
  if (last === null) return <span className="text-sm text-ink-faint">Never cancelled</span>;
  const { label, tone } = outcomeLabel(last.outcome);
  return (
    <div className="space-y-1 text-sm">
      <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <Badge tone={tone} dot>
          {label}
        </Badge>
        <span className="font-medium wrap-anywhere tabular">
          {last.outcome === null ? `Cancelling… by ${last.person}` : codeText(last)}
        </span>
      </div>
      <p className="text-xs">
        <Link
          href={views.cancellation(last.id)}
          className="rounded text-ink-faint underline-offset-4 hover:text-ink hover:underline"
        >
          <span className="sr-only">View record: </span>
          <TimeText iso={last.requestedAt} />
        </Link>
      </p>
    </div>
  );
}
