import { CircleCheck, CircleSlash2, Hourglass, OctagonX, TriangleAlert } from 'lucide-react';
import type { Outcome } from '../contract';
import { cx } from '../lib/cx';
import { outcomeLabel } from './outcome-labels';

const icons = {
  accepted: CircleCheck,
  refused: OctagonX,
  not_sent: CircleSlash2,
  unknown: TriangleAlert,
  waiting: Hourglass,
} as const;

/** The colour of an outcome's words, by its tone. */
export const outcomeInk = {
  positive: 'text-positive',
  negative: 'text-negative',
  neutral: 'text-ink-soft',
  warning: 'text-warning',
  accent: 'text-accent',
} as const;

/** An outcome as a shape of its own, so that it does not depend on colour; null while the cancellation waits. */
export function OutcomeIcon({
  outcome,
  size = 'size-4',
}: {
  outcome: Outcome | null;
  /** A class. */
  size?: string;
}) {
  const Icon = icons[outcome ?? 'waiting'];
  return <Icon aria-hidden="true" className={cx('shrink-0', size, outcomeInk[outcomeLabel(outcome).tone])} />;
}
