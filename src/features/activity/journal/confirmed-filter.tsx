import type { JournalFilters } from '@/contract';
import { cx } from '@/lib/cx';

type Confirmed = JournalFilters['confirmed'];

const all = { value: undefined, label: 'All' } as const;
const toConfirm = { value: 'no', label: 'To confirm' } as const;
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
  const choices = toConfirmFirst ? [toConfirm, all, confirmed] : [all, toConfirm, confirmed];
  return (
    <div
      role="group"
      aria-label="Confirmation"
      className="col-span-2 flex w-full rounded-md border border-line-strong bg-surface p-0.5 sm:w-auto"
    >
      {choices.map((choice) => (
        <button
          key={choice.label}
          type="button"
          aria-pressed={choice.value === value}
          onClick={() => onChange(choice.value)}
          className={cx(
            'inline-flex h-7.5 flex-1 items-center justify-center gap-1.5 rounded px-3 text-sm font-medium whitespace-nowrap transition-colors',
            choice.value === value
              ? 'bg-accent-soft text-accent'
              : 'text-ink-soft hover:bg-hover hover:text-ink',
          )}
        >
          <span>{choice.label}</span>
          {choice.value === 'no' && count !== '' && <span className="tabular">{count}</span>}
        </button>
      ))}
    </div>
  );
}
