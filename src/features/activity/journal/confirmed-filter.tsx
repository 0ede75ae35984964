import type { JournalFilters } from '@/contract';
import { useOverdue } from '../api/to-confirm';
import { cx } from '@/lib/cx';

type Confirmed = JournalFilters['confirmed'];

const all = { value: undefined, label: 'All' } as const;
const toConfirm = { value: 'no', label: 'To confirm' } as const;
const overdue = { value: 'overdue', label: 'Overdue' } as const;
const confirmed = { value: 'yes', label: 'Confirmed' } as const;

/** Filters by confirmation; support has the unconfirmed outcomes first. */
export function ConfirmedFilter({
  value,
  count,
  toConfirmFirst,
  onChange,
}: {
  value: Confirmed;
  /** How many are to be confirmed, as text; empty for none. */
  count: string;
  toConfirmFirst: boolean;
  onChange: (value: Confirmed) => void;
}) {
  const overdueCount = useOverdue();
  const hasOverdue = overdueCount !== null || value === 'overdue';
  const first = toConfirmFirst ? [toConfirm, all] : [all, toConfirm];
  const choices = [...first, ...(hasOverdue ? [overdue] : []), confirmed];
  return (
    <div
      role="group"
      aria-label="Confirmation"
      className="col-span-2 flex w-full rounded-md border border-line-strong bg-surface p-0.5 max-sm:flex-wrap sm:w-auto"
    >
      {choices.map((choice) => (
        <button
          key={choice.label}
          type="button"
          aria-pressed={choice.value === value}
          onClick={() => onChange(choice.value)}
          className={cx(
            'inline-flex h-7.5 flex-1 items-center justify-center gap-1.5 rounded px-2 text-sm font-medium whitespace-nowrap transition-colors sm:px-3',
            choice.value === value
              ? 'bg-accent-soft text-accent'
              : 'text-ink-soft hover:bg-hover hover:text-ink',
          )}
        >
          <span>{choice.label}</span>
          {/* The number comes later: its room is kept, so that nothing moves. */}
          {choice.value === 'no' && <span className="min-w-6 text-left tabular">{count}</span>}
          {choice.value === 'overdue' && overdueCount !== null && (
            <span className="tabular">{overdueCount}</span>
          )}
        </button>
      ))}
    </div>
  );
}
