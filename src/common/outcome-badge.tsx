import type { Outcome } from '../contract';
import { Badge } from '../components/ui/badge';
import { outcomeLabel } from './outcome-labels';
import { OutcomeShape } from './outcome-shape';

/** The outcome in words, shape and colour; null while the cancellation waits for it. */
export function OutcomeBadge({ outcome, count }: { outcome: Outcome | null; count?: number }) {
  const { label, tone } = outcomeLabel(outcome);
  return (
    <Badge tone={tone}>
      <span aria-hidden="true" className="mr-1.5 inline-block">
        <OutcomeShape outcome={outcome} />
      </span>
      <span>{count === undefined ? label : `${count} ${label.toLowerCase()}`}</span>
    </Badge>
  );
}
