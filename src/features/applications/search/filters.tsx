import { ListFilter } from 'lucide-react';
import { memo, useMemo, useState, type ReactNode } from 'react';
import type { Application } from '@/contract';
import { Button } from '@/components/ui/button';
import { environmentName } from '@/common/environments';
import { outcomeLabel } from '@/common/outcome-labels';
import { cx } from '@/lib/cx';
import { hasFilters, lastOutcomes, noFilters, sortings, type ListFilters } from './search-params';
import { isolated } from '@/lib/isolated';

const sortNames = { cancelled: 'Last cancelled', environment: 'Environment' } as const;

function outcomeName(outcome: (typeof lastOutcomes)[number]): string {
  if (outcome === 'never') return 'Never cancelled';
  return outcomeLabel(outcome === 'open' ? null : outcome).label;
}

/** Without those that differ only in case or in spaces at the ends, as the filter compares environments. */
function distinct(texts: readonly string[]): string[] {
  const byName = new Map(texts.toReversed().map((text) => [text.trim().toLowerCase(), text]));
  return [...byName.values()].toSorted((a, b) => a.localeCompare(b));
}

/** The filters and the order of the list; in a narrow window they stand behind a button. */
export default memo(function Filters({
  items,
  filters,
  onChange,
}: {
  items: readonly Application[];
  filters: ListFilters;
  onChange: (changed: Partial<ListFilters>) => void;
}) {
  const [isOpen, setOpen] = useState(false);
  const choices = useMemo(() => {
    const deployments = items.flatMap((application) => application.deployments);
    const environments = distinct(deployments.map(({ environment }) => environment));
    const tags = [...new Set(deployments.flatMap(({ tags }) => tags))].toSorted((a, b) => a.localeCompare(b));
    // The elements are kept from one render to the next, so that thousands of them cost a keystroke nothing.
    const options = {
      app: items.map(({ applicationId, name }) => (
        <option key={applicationId} value={applicationId}>{`${isolated(name)} (${applicationId})`}</option>
      )),
      env: environments.map(asOption(environmentName)),
      tag: tags.map(asOption(String)),
    };
    return { environments, tags, options };
  }, [items]);
  const { app, env, tag, outcome } = filters;
  const activeCount = [app, env, tag, outcome].filter(Boolean).length;

  function renderSelect(name: keyof ListFilters, label: string, all: string, options: ReactNode) {
    return (
      <select
        aria-label={label}
        value={filters[name]}
        onChange={(event) => onChange({ [name]: event.target.value })}
        className={cx(
          'h-9 field-control min-w-0 truncate lg:flex-1',
          filters[name] !== '' && 'border-accent font-medium',
        )}
      >
        <option value="">{all}</option>
        {isUnknown(name, filters[name]) && <option value={filters[name]}>{filters[name]}</option>}
        {options}
      </select>
    );
  }
  // A shared address may filter by a value that is not saved here: the control must still show it.
  function isUnknown(name: keyof ListFilters, value: string): boolean {
    if (value === '') return false;
    if (name === 'app') return !items.some(({ applicationId }) => applicationId === value);
    if (name === 'env') return !choices.environments.includes(value);
    return name === 'tag' && !choices.tags.includes(value);
  }

  return (
    <>
      <Button className="lg:hidden" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        <ListFilter aria-hidden="true" className="size-4" />
        <span>{`Filters${activeCount > 0 ? ` (${activeCount})` : ''}`}</span>
      </Button>
      <div
        role="group"
        aria-label="Filters"
        className={cx(
          'order-last w-full grid-cols-2 gap-2 lg:order-none lg:flex lg:w-auto lg:flex-1',
          isOpen ? 'grid' : 'hidden',
        )}
      >
        {renderSelect('app', 'Application', 'All applications', choices.options.app)}
        {renderSelect('env', 'Environment', 'All environments', choices.options.env)}
        {renderSelect('tag', 'Tag', 'All tags', choices.options.tag)}
        {renderSelect('outcome', 'Last outcome', 'All outcomes', lastOutcomes.map(asOption(outcomeName)))}
        {renderSelect(
          'sort',
          'Sort by',
          'By name',
          sortings.map(asOption((sort) => `By ${sortNames[sort].toLowerCase()}`)),
        )}
        {hasFilters(filters) && (
          <Button
            variant="ghost"
            className="px-2.5"
            onClick={(event) => {
              // The button disappears: the focus must not be lost with it.
              event.currentTarget.parentElement?.querySelector('select')?.focus({ preventScroll: true });
              onChange(noFilters);
            }}
          >
            Clear filters
          </Button>
        )}
      </div>
    </>
  );
});

function asOption<Value extends string>(name: (value: Value) => string) {
  return (value: Value) => (
    <option key={value} value={value}>
      {name(value)}
    </option>
  );
}
