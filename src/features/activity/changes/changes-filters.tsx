import type { Application, ChangeFilters } from '@/contract';
import { Button } from '@/components/ui/button';
import { withFilters } from '../journal/filters';
import { TargetFilter } from '../journal/target-filter';
import { TimeFilter } from '../journal/time-filter';
import { PersonFilter } from '../journal/typed-filters';
import { AboutFilter } from './about-filter';

/** Takes filters; `isTyped`: while somebody types, each change replaces the address. */
export type FilterChanges = (filters: ChangeFilters, isTyped?: boolean) => void;

/** What narrows the changes, as above the journal. */
export function ChangesFilters({
  filters,
  applications,
  onFilter,
}: {
  filters: ChangeFilters;
  applications: readonly Application[];
  onFilter: FilterChanges;
}) {
  const { person, from, to, ...others } = filters;
  const whoAndWhen = withFilters({}, { person, from, to });
  const change = (part: { [Name in keyof ChangeFilters]: ChangeFilters[Name] | undefined }) =>
    onFilter(
      Object.fromEntries(Object.entries({ ...filters, ...part }).filter(([, value]) => value !== undefined)),
    );
  return (
    <div
      role="group"
      aria-label="Filters"
      className="grid grid-cols-2 items-center gap-2 sm:flex sm:flex-wrap"
    >
      <AboutFilter about={filters} onChange={change} />
      <TargetFilter target={filters} applications={applications} hasApplications onChange={change} />
      <TimeFilter
        filters={whoAndWhen}
        onChange={(next, isTyped) => onFilter({ ...others, ...next }, isTyped)}
      />
      <PersonFilter
        filters={whoAndWhen}
        onChange={(next, isTyped) => onFilter({ ...others, ...next }, isTyped)}
      />
      {Object.keys(filters).length > 0 && (
        <Button
          variant="ghost"
          onClick={(event) => {
            // The button disappears, and the focus with it.
            event.currentTarget.parentElement?.querySelector('select')?.focus({ preventScroll: true });
            onFilter({});
          }}
        >
          Clear filters
        </Button>
      )}
    </div>
  );
}
