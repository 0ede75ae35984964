import type { Application, ChangeFilters } from '@/contract';
import { FilterBar } from '../journal/filter-bar';
import { withFilters, type OnFilter } from '../journal/filters';
import { TargetFilter } from '../journal/target-filter';
import { TimeFilter } from '../journal/time-filter';
import { PersonFilter } from '../journal/typed-filters';
import { AboutFilter } from './about-filter';

/** What narrows the changes, as above the journal. */
export function ChangesFilters({
  filters,
  applications,
  onFilter,
}: {
  filters: ChangeFilters;
  applications: readonly Application[];
  onFilter: OnFilter<ChangeFilters>;
}) {
  const change: OnFilter<ChangeFilters> = (part, isTyped) => onFilter(withFilters(filters, part), isTyped);
  return (
    <FilterBar onClear={Object.keys(filters).length > 0 ? () => onFilter({}) : undefined}>
      <AboutFilter about={filters} onChange={change} />
      <TargetFilter target={filters} applications={applications} hasApplications onChange={change} />
      <TimeFilter span={filters} onChange={change} />
      <PersonFilter person={filters.person} onChange={(person) => change({ person })} />
    </FilterBar>
  );
}
