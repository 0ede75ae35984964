import { X } from 'lucide-react';
import { outcomes, type Application, type JournalFilters } from '@/contract';
import { Button } from '@/components/ui/button';
import { focusHeading } from '@/components/ui/focus-heading';
import { Select } from '@/components/ui/input';
import { outcomeLabel } from '@/common/outcome-labels';
import { ConfirmedFilter } from './confirmed-filter';
import { withFilters, type ChangeFilters } from './filters';
import { TargetFilter } from './target-filter';
import { PersonFilter, TextFilter } from './typed-filters';
import { TimeFilter } from './time-filter';

type OutcomeFilter = NonNullable<JournalFilters['outcome']>;

const outcomeChoices: OutcomeFilter[] = [...outcomes, 'open'];

export function ActivityFilters({
  filters,
  applications,
  toConfirm,
  toConfirmFirst,
  onChange,
}: {
  filters: JournalFilters;
  /** The saved list, to choose a deployment from. */
  applications: readonly Application[];
  /** How many outcomes are to be confirmed, as text. */
  toConfirm: string;
  toConfirmFirst: boolean;
  onChange: ChangeFilters;
}) {
  const { outcome, batchId, confirmed } = filters;

  function leaveBatch() {
    onChange(withFilters(filters, { batchId: undefined }));
    // The button disappears, and the focus with it.
    focusHeading();
  }

  return (
    <div
      role="group"
      aria-label="Filters"
      className="grid grid-cols-2 items-center gap-2 sm:flex sm:flex-wrap"
    >
      <ConfirmedFilter
        value={confirmed}
        count={toConfirm}
        toConfirmFirst={toConfirmFirst}
        onChange={(value) => onChange(withFilters(filters, { confirmed: value }))}
      />
      <Select
        aria-label="Outcome"
        value={outcome ?? ''}
        onChange={({ target: { value } }) =>
          onChange(withFilters(filters, { outcome: outcomeChoices.find((one) => one === value) }))
        }
        className="sm:w-40"
      >
        <option value="">All outcomes</option>
        {outcomeChoices.map((one) => (
          <option key={one} value={one}>
            {one === 'open' ? outcomeLabel(null).label : outcomeLabel(one).label}
          </option>
        ))}
      </Select>
      <TargetFilter
        target={filters}
        applications={applications}
        onChange={(target) => onChange(withFilters(filters, target))}
      />
      {batchId !== undefined && (
        <Button aria-label="One batch: show all" onClick={leaveBatch}>
          One batch
          <X aria-hidden="true" className="size-4" />
        </Button>
      )}
      <TimeFilter filters={filters} onChange={onChange} />
      <PersonFilter filters={filters} onChange={onChange} />
      <TextFilter filters={filters} onChange={onChange} />
      {Object.keys(filters).some((name) => name !== 'confirmed' && name !== 'batchId') && (
        <Button
          variant="ghost"
          onClick={(event) => {
            // The button disappears, and the focus with it.
            event.currentTarget.parentElement?.querySelector('select')?.focus({ preventScroll: true });
            onChange(confirmed === undefined ? {} : { confirmed });
          }}
        >
          Clear filters
        </Button>
      )}
    </div>
  );
}
