import type { ReactNode } from 'react';
import type { Outcome } from '../contract';
import { Badge } from '../components/ui/badge';
import { environmentName, environmentTone } from './environments';
import { OutcomeShape } from './outcome-icon';
import { outcomeLabel } from './outcome-labels';

/** The environment in words and colour; `highlight` marks in it what was searched for. */
export function EnvironmentBadge({
  name,
  highlight = (text) => text,
}: {
  name: string;
  highlight?: (text: string) => ReactNode;
}) {
  return <Badge tone={environmentTone(name)}>{highlight(environmentName(name))}</Badge>;
}

/** The outcome in words, shape and colour; null while the cancellation waits for it. */
export function OutcomeBadge({ outcome, count }: { outcome: Outcome | null; count?: number }) {
  const { label, tone } = outcomeLabel(outcome);
  return (
    <Badge tone={tone}>
      <span aria-hidden="true" className="mr-1.5 inline-block">
        <OutcomeShape outcome={outcome} />
      </span>
      {count === undefined ? label : `${count} ${label.toLowerCase()}`}
    </Badge>
  );
}
