import { ListFilter, X } from 'lucide-react';
import { memo, useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import type { Application } from '@/contract';
import { Button } from '@/components/ui/button';
import { lazyPalette } from '@/components/ui/lazy-palette';
import { cx } from '@/lib/cx';
import { activeFilters, filterChoices, filterNames, type FilterChoice } from './filter-choices';
import { hasFilters, noFilters, sortings, type ListFilters } from './search-params';

const FilterPicker = lazyPalette(() => import('./filter-picker'));

const sortNames = { cancelled: 'Last cancelled', environment: 'Environment' } as const;

/**
 * The filters and the order of the list. In a wide window one button opens a picker that is searched by typing, and
 * each filter stands as a chip; in a narrow one native selects stand behind the button.
 */
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
  const [isPicking, setPicking] = useState(false);
  const choices = useMemo(() => filterChoices(items), [items]);
  // The elements are kept from one render to the next, so that thousands of them cost a keystroke nothing.
  const options = useMemo(
    () => ({
      app: choices.app.map(asOption),
      env: choices.env.map(asOption),
      tag: choices.tag.map(asOption),
      outcome: choices.outcome.map(asOption),
    }),
    [choices],
  );
  const active = activeFilters(filters, choices);
  const group = useRef<HTMLDivElement>(null);
  useEffect(() => measureLine(group.current?.closest<HTMLElement>('[data-search-line]')), []);

  function renderSelect(
    name: keyof ListFilters,
    label: string,
    all: string,
    options: ReactNode,
    className?: string,
  ) {
    const value = filters[name];
    // A shared address may filter by a value that is not saved here: the control must still show it.
    const isUnknown = value !== '' && name !== 'sort' && !choices[name].some((one) => one.value === value);
    return (
      <select
        aria-label={label}
        value={value}
        onChange={(event) => onChange({ [name]: event.target.value })}
        className={cx(
          'h-9 field-control min-w-0 truncate pointer-coarse:h-11',
          value !== '' && 'border-accent font-medium',
          className,
        )}
      >
        <option value="">{all}</option>
        {isUnknown && <option value={value}>{value}</option>}
        {options}
      </select>
    );
  }
  const icon = <ListFilter aria-hidden="true" className="size-4" />;
  return (
    <>
      {active.length > 0 && (
        <ul aria-label="Active filters" className="hidden min-w-0 gap-1.5 lg:flex">
          {active.map(({ name, text }) => (
            <li key={name} className="min-w-0">
              <button
                type="button"
                aria-label={`${filterNames[name]}: ${text}, remove this filter`}
                title={`${filterNames[name]}: ${text}`}
                onClick={(event) => {
                  focusNeighbour(event.currentTarget);
                  onChange({ [name]: '' });
                }}
                className="flex h-9 max-w-64 items-center gap-1.5 rounded-full border border-accent-line bg-accent-soft pr-2.5 pl-3.5 text-sm text-ink hover:border-accent"
              >
                <span className="min-w-0 truncate">
                  <span className="text-ink-soft">{`${filterNames[name]}: `}</span>
                  <bdi className="font-medium">{text}</bdi>
                </span>
                <X aria-hidden="true" className="size-3.5 shrink-0" />
              </button>
            </li>
          ))}
        </ul>
      )}
      <Button className="lg:hidden" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        {icon}
        <span>{`Filters${active.length > 0 ? ` (${active.length})` : ''}`}</span>
      </Button>
      <div
        ref={group}
        role="group"
        aria-label="Filters"
        className={cx(
          'order-last w-full grid-cols-2 gap-2 lg:order-none lg:flex lg:w-auto',
          isOpen ? 'grid' : 'hidden',
        )}
      >
        <Button
          id="add-filter"
          className="max-lg:hidden"
          aria-haspopup="dialog"
          onPointerEnter={() => void FilterPicker.prefetch().catch(() => undefined)}
          onClick={() => setPicking(true)}
        >
          {icon}
          <span>Filter</span>
        </Button>
        {renderSelect('app', filterNames.app, 'All applications', options.app, 'lg:hidden')}
        {renderSelect('env', filterNames.env, 'All environments', options.env, 'lg:hidden')}
        {renderSelect('tag', filterNames.tag, 'All tags', options.tag, 'lg:hidden')}
        {renderSelect('outcome', filterNames.outcome, 'All outcomes', options.outcome, 'lg:hidden')}
        {renderSelect(
          'sort',
          'Sort by',
          'By name',
          sortings.map((value) => asOption({ value, text: `By ${sortNames[value].toLowerCase()}` })),
          'lg:w-44',
        )}
        {hasFilters(filters) && (
          <Button
            variant="ghost"
            className="px-2.5 lg:hidden"
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
      {isPicking && (
        <FilterPicker
          choices={choices}
          onPick={(name, value) => onChange({ [name]: value })}
          onClose={() => setPicking(false)}
        />
      )}
    </>
  );
});

/** What stays below the search line stands below the open filters too. */
function measureLine(line: HTMLElement | null | undefined) {
  if (!line) return;
  const { style } = document.documentElement;
  const observer = new ResizeObserver(() => style.setProperty('--search-line', `${line.offsetHeight}px`));
  observer.observe(line);
  return () => {
    observer.disconnect();
    style.removeProperty('--search-line');
  };
}

/** The chip disappears: the next one gets its focus, or the button that adds filters. */
function focusNeighbour(chip: Element) {
  const item = chip.closest('li');
  const next = item?.nextElementSibling ?? item?.previousElementSibling;
  const target = next?.querySelector('button') ?? document.getElementById('add-filter');
  target?.focus({ preventScroll: true });
}

function asOption({ value, text }: FilterChoice) {
  return (
    <option key={value} value={value}>
      {text}
    </option>
  );
}
