import type { Cancellation } from '@/contract';
import { views } from '@/contract/paths';
import { TextLink } from '@/components/ui/text-link';
import { TimeText } from '@/components/ui/time-text';
import { OutcomeBadge } from '@/common/badges';
import { codeText } from '@/common/outcome-labels';
import { isolated } from '@/lib/isolated';

/** The last cancellation of a deployment, as its row shows it. */
export function LastOutcome({ last }: { last: Cancellation | null }) {
  // Always of the same height: the rows below do not move when an outcome arrives.
  if (last === null) return <span className="block min-h-10 text-sm text-ink-faint">Never cancelled</span>;
  const words = last.outcome === null ? `Cancelling… by ${isolated(last.person)}` : codeText(last);
  return (
    <div className="min-h-10 space-y-1 text-sm">
      <div className="flex items-center gap-x-2">
        <OutcomeBadge outcome={last.outcome} />
        <span className="min-w-0 truncate font-medium tabular" title={words}>
          {words}
        </span>
      </div>
      <p className="text-xs">
        <TextLink variant="quiet" href={views.cancellation(last.id)}>
          <span className="sr-only">View record: </span>
          <TimeText iso={last.requestedAt} />
        </TextLink>
      </p>
    </div>
  );
}
