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

function distinct(texts: Iterable<string>): string[] {
  const seen = new Map<string, string>();
  for (const text of texts)
    if (!seen.has(text.trim().toLowerCase())) seen.set(text.trim().toLowerCase(), text);
  return [...seen.values()].toSorted((one, other) => one.localeCompare(other));
}

/** Narrows and sorts the list; where the window is narrow, behind one button. */
export const Filters = memo(function Filters({
  items,
  narrowing,
  onNarrow,
}: {
  items: readonly Application[];
  narrowing: ListFilters;
  onNarrow: (changed: Partial<ListFilters>) => void;
}) {
  const [open, setOpen] = useState(false);
  const choices = useMemo(() => {
    const all = items.flatMap((one) => one.deployments);
    const environments = distinct(new Set(all.map((one) => one.environment)));
    const tags = [...new Set(all.flatMap((one) => one.tags))].toSorted((one, other) =>
      one.localeCompare(other),
    );
    // The same elements at each render, so that thousands of them cost nothing while somebody types.
    const options = {
      app: items.map((one) => (
        <option
          key={one.applicationId}
          value={one.applicationId}
        >{`${isolated(one.name)} (${one.applicationId})`}</option>
      )),
      env: environments.map(asOption(environmentName)),
      tag: tags.map(asOption(String)),
    };
    return { environments, tags, options };
  }, [items]);
  const { app, env, tag, outcome } = narrowing;
  const active = [app, env, tag, outcome].filter(Boolean).length;

  function pick(name: keyof ListFilters, label: string, all: string, options: ReactNode) {
    return (
      <select
        aria-label={label}
        value={narrowing[name]}
        onChange={(event) => onNarrow({ [name]: event.target.value })}
        className={cx(
          'h-9 field-control min-w-0 truncate lg:flex-1',
          narrowing[name] !== '' && 'border-accent font-medium',
        )}
      >
        <option value="">{all}</option>
        {missing(name, narrowing[name]) && <option value={narrowing[name]}>{narrowing[name]}</option>}
        {options}
      </select>
    );
  }
  // A shared address may name what is not saved here: the control must still tell what is asked for.
  function missing(name: keyof ListFilters, value: string): boolean {
    if (value === '') return false;
    if (name === 'app') return !items.some((one) => one.applicationId === value);
    if (name === 'env') return !choices.environments.includes(value);
    return name === 'tag' && !choices.tags.includes(value);
  }

  return (
    <>
      <Button className="lg:hidden" aria-expanded={open} onClick={() => setOpen(!open)}>
        <ListFilter aria-hidden="true" className="size-4" />
        <span>{`Filters${active > 0 ? ` (${active})` : ''}`}</span>
      </Button>
      <div
        role="group"
        aria-label="Filters"
        className={cx(
          'order-last w-full grid-cols-2 gap-2 lg:order-none lg:flex lg:w-auto lg:flex-1',
          open ? 'grid' : 'hidden',
        )}
      >
        {pick('app', 'Application', 'All applications', choices.options.app)}
        {pick('env', 'Environment', 'All environments', choices.options.env)}
        {pick('tag', 'Tag', 'All tags', choices.options.tag)}
        {pick('outcome', 'Last outcome', 'All outcomes', lastOutcomes.map(asOption(outcomeName)))}
        {pick(
          'sort',
          'Sort by',
          'By name',
          sortings.map(asOption((one) => `By ${sortNames[one].toLowerCase()}`)),
        )}
        {hasFilters(narrowing) && (
          <Button
            variant="ghost"
            className="px-2.5"
            onClick={(event) => {
              // The button goes, and the focus with it.
              event.currentTarget.parentElement?.querySelector('select')?.focus({ preventScroll: true });
              onNarrow(noFilters);
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
