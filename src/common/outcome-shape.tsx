import type { Outcome } from '../contract';
import { cx } from '../lib/cx';
import { outcomeInk } from './outcome-icon';
import { outcomeLabel } from './outcome-labels';

/** Disc, square, ring, triangle, diamond: to be told apart at 8 px, also without colour. */
const shapes = {
  accepted: <circle cx="4" cy="4" r="3.5" />,
  refused: <path d="M.75.75h6.5v6.5H.75z" />,
  not_sent: <circle cx="4" cy="4" r="3" fill="none" stroke="currentColor" strokeWidth="1.5" />,
  unknown: <path d="M4 .25 8 7.5H0z" />,
  waiting: <path d="M4 .75 7.25 4 4 7.25.75 4z" fill="none" stroke="currentColor" />,
} as const;

/** An outcome as a shape of 8 px, for many in one line; null while the cancellation waits. */
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
