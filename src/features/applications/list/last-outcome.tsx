import { Link } from 'wouter';
import type { Cancellation } from '@/contract';
import { views } from '@/contract/paths';
import { Badge } from '@/components/ui/badge';
import { TimeText } from '@/components/ui/time-text';
import { codeText, outcomeLabel } from '@/common/outcome-labels';
import { isolated } from '@/lib/isolated';

/** The last cancellation of a deployment as its row keeps it. */
export function LastOutcome({ last }: { last: Cancellation | null }) {
  // Of one height, whatever it says: the rows below stay where they are when an outcome arrives.
  if (last === null) return <span className="block min-h-10 text-sm text-ink-faint">Never cancelled</span>;
  const { label, tone } = outcomeLabel(last.outcome);
  const words = last.outcome === null ? `Cancelling… by ${isolated(last.person)}` : codeText(last);
  return (
    <div className="min-h-10 space-y-1 text-sm">
      <div className="flex items-center gap-x-2">
        <Badge tone={tone} dot>
          {label}
        </Badge>
        <span className="min-w-0 truncate font-medium tabular" title={words}>
          {words}
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
