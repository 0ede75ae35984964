import { outcomeInk } from '@/common/outcome-icon';
import { outcomeLabel } from '@/common/outcome-labels';
import { cx } from '@/lib/cx';
import { barOutcomes, type Bar } from './time-window';

type BarOutcome = keyof Bar['counts'];

export const barLabel = (outcome: BarOutcome) => outcomeLabel(outcome === 'waiting' ? null : outcome).label;

/** Full, sloping lines, level lines, dots, a light ground: told apart also where the system chooses the colours. */
const marks = {
  accepted: <path d="M0 0h6v6H0z" />,
  refused: <path d="M-1 7 7-1M-1 1l2-2M5 7l2-2" stroke="currentColor" strokeWidth="2" />,
  not_sent: <path d="M0 1.5h6M0 4.5h6" stroke="currentColor" strokeWidth="1.25" />,
  unknown: <path d="M0 0h3v3H0zM3 3h3v3H3z" />,
  waiting: <path d="M1.5 0v6M4.5 0v6" stroke="currentColor" strokeWidth="1" />,
} as const satisfies Record<BarOutcome, unknown>;

/** The fills of the outcomes, for `fillOf` with the same ID. */
export function OutcomePatterns({ id }: { id: string }) {
  return (
    <defs>
      {barOutcomes.map((outcome) => (
        <pattern
          key={outcome}
          id={`${id}-${outcome}`}
          width="6"
          height="6"
          patternUnits="userSpaceOnUse"
          fill="currentColor"
          className={cx(
            outcomeInk[outcomeLabel(outcome === 'waiting' ? null : outcome).tone],
            'forced-colors:text-[CanvasText]',
          )}
        >
          {marks[outcome]}
        </pattern>
      ))}
    </defs>
  );
}

export const fillOf = (id: string, outcome: BarOutcome) => `url(#${id}-${outcome})`;

/** What a fill means, with a number. */
export function LegendItem({ id, outcome, count }: { id: string; outcome: BarOutcome; count: string }) {
  return (
    <span className={cx('flex items-center gap-1.5 whitespace-nowrap', count === '0' && 'text-ink-faint')}>
      <svg aria-hidden="true" width="12" height="12" className="shrink-0">
        <rect width="12" height="12" fill={fillOf(id, outcome)} />
      </svg>
      <span>{barLabel(outcome)}</span>
      <span className="min-w-[3ch] font-semibold tabular">{count}</span>
    </span>
  );
}
