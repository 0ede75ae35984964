import { X } from 'lucide-react';
import { outcomes, type Application, type JournalFilters } from '@/contract';
import { Button } from '@/components/ui/button';
import { focusHeading } from '@/components/ui/focus-heading';
import { Select } from '@/components/ui/input';
import { outcomeLabel } from '@/common/outcome-labels';
import { ConfirmedFilter } from './confirmed-filter';
import { FilterBar } from './filter-bar';
import { countFilters, withFilters, type OnFilter } from './filters';
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
  isFolded,
  onChange,
}: {
  filters: JournalFilters;
  /** The saved list, to choose a deployment from. */
  applications: readonly Application[];
  /** How many outcomes are to be confirmed, as text. */
  toConfirm: string;
  toConfirmFirst: boolean;
  /** On a phone: behind their button. */
  isFolded: boolean;
  onChange: OnFilter;
}) {
  const { outcome, batchId, confirmed, person, q } = filters;
  const isFiltered = countFilters(filters) > 0;
  const change: OnFilter = (part, isTyped) => onChange(withFilters(filters, part), isTyped);

  function leaveBatch() {
    change({ batchId: undefined });
    // The button disappears, and the focus with it.
    focusHeading();
  }

  return (
    <FilterBar
      isFolded={isFolded}
      first={
        <>
          <ConfirmedFilter
            value={confirmed}
            count={toConfirm}
            toConfirmFirst={toConfirmFirst}
            onChange={(value) => change({ confirmed: value })}
          />
          {batchId !== undefined && (
            <Button aria-label="One batch: show all" onClick={leaveBatch}>
              One batch
              <X aria-hidden="true" className="size-4" />
            </Button>
          )}
        </>
      }
      onClear={isFiltered ? () => onChange(confirmed === undefined ? {} : { confirmed }) : undefined}
    >
      <Select
        aria-label="Outcome"
        value={outcome ?? ''}
        onChange={({ target: { value } }) => change({ outcome: outcomeChoices.find((one) => one === value) })}
        className="sm:w-36"
      >
        <option value="">All outcomes</option>
        {outcomeChoices.map((one) => (
          <option key={one} value={one}>
            {one === 'open' ? outcomeLabel(null).label : outcomeLabel(one).label}
          </option>
        ))}
      </Select>
      <TargetFilter target={filters} applications={applications} onChange={change} />
      <TimeFilter span={filters} onChange={change} />
      <PersonFilter person={person} onChange={(name) => change({ person: name })} />
      <TextFilter value={q} onChange={(text) => change({ q: text }, true)} />
    </FilterBar>
  );
}
