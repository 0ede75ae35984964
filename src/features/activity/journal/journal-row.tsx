import type { ReactNode } from 'react';
import { timeOfDay } from '@/lib/dates';
import { cx } from '@/lib/cx';

/** The columns of the journal: in a narrow list they fold into three lines. */
const journalColumns =
  'grid grid-cols-[auto_minmax(0,1fr)_auto] gap-x-3 gap-y-1 px-4 [grid-template-areas:"outcome_outcome_time"_"target_target_target"_"person_reason_confirmed"] @3xl:grid-cols-[7.5rem_minmax(0,2.4fr)_5.5rem_minmax(0,1fr)_5.75rem_7rem] @3xl:[grid-template-areas:"outcome_target_person_reason_time_confirmed"]';

/**
 * One row of the journal. As the `summary` of a batch, which opens, it holds phrases only, so its parts are spans. Its
 * height does not depend on the confirmation, which may come at any time.
 */
export function JournalRow({
  as: Element = 'li',
  isCurrent,
  outcome,
  person,
  reason,
  at,
  confirmed,
  children,
}: {
  as?: 'li' | 'summary';
  isCurrent?: boolean;
  outcome: ReactNode;
  person: string;
  reason: string | null;
  /** ISO 8601 */
  at: string;
  confirmed: ReactNode;
  /** What was cancelled. */
  children: ReactNode;
}) {
  return (
    <Element
      className={cx(
        'relative py-2.5 hover:bg-hover/50',
        journalColumns,
        isCurrent === true &&
          'bg-accent-soft/60 before:absolute before:inset-y-0 before:left-0 before:border-l-4 before:border-accent',
        Element === 'li'
          ? 'border-t border-line first:border-t-0'
          : 'list-none content-start [&::-webkit-details-marker]:hidden',
      )}
    >
      <span className="flex min-w-0 flex-wrap items-center gap-x-2 gap-y-0.5 self-start text-sm [grid-area:outcome]">
        {outcome}
      </span>
      <span className="block min-w-0 text-sm [grid-area:target]">{children}</span>
      <span className="block min-w-0 text-sm wrap-anywhere [grid-area:person]">{person}</span>
      <span className="block min-w-0 text-sm text-ink-soft [grid-area:reason]">
        <span className="line-clamp-1 wrap-anywhere @3xl:line-clamp-2" title={reason ?? undefined}>
          {reason}
        </span>
      </span>
      <time
        dateTime={at}
        title={at}
        className="text-right text-xs leading-5 whitespace-nowrap text-ink-soft tabular [grid-area:time] @3xl:text-left"
      >
        {timeOfDay(Date.parse(at))}
      </time>
      <span className="block min-w-0 text-right text-xs leading-5 [grid-area:confirmed] @3xl:text-left">
        {confirmed}
      </span>
    </Element>
  );
}

/** The names of the columns, for the eye: in a row each value speaks for itself. */
export function JournalColumnNames() {
  return (
    <div
      aria-hidden="true"
      className={cx(
        'hidden py-2 text-xs font-medium text-ink-faint @3xl:grid',
        journalColumns.replace('grid', ''),
      )}
    >
      {(
        [
          ['Outcome', '[grid-area:outcome]'],
          ['Deployment', '[grid-area:target]'],
          ['Person', '[grid-area:person]'],
          ['Reason', '[grid-area:reason]'],
          ['Time', '[grid-area:time]'],
          ['Confirmed', '[grid-area:confirmed]'],
        ] as const
      ).map(([name, area]) => (
        <span key={name} className={area}>
          {name}
        </span>
      ))}
    </div>
  );
}
