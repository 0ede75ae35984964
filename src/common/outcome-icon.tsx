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

/** Disc, square, ring, triangle, diamond: to be told apart at 8 px, also without colour. */
const shapes = {
  accepted: <circle cx="4" cy="4" r="3.5" />,
  refused: <path d="M.75.75h6.5v6.5H.75z" />,
  not_sent: <circle cx="4" cy="4" r="3" fill="none" stroke="currentColor" strokeWidth="1.5" />,
  unknown: <path d="M4 .25 8 7.5H0z" />,
  waiting: <path d="M4 .75 7.25 4 4 7.25.75 4z" fill="none" stroke="currentColor" />,
} as const;

/** The same as a shape of 8 px, for many in one line. */
export function OutcomeShape({ outcome }: { outcome: Outcome | null }) {
  return (
    <svg
      aria-hidden="true"
      viewBox="0 0 8 8"
      fill="currentColor"
      className={cx('block size-2', outcomeInk[outcomeLabel(outcome).tone])}
    >
      {shapes[outcome ?? 'waiting']}
    </svg>
  );
}
