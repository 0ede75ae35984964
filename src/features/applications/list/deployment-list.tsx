import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, type ReactNode } from 'react';
import type { Application, Deployment, Pin } from '@/contract';
import { cleanTyped } from '@/contract/invisible';
import { FloatingNotices } from '@/components/ui/floating-notices';
import { lazyOnIdle } from '@/components/ui/lazy-part';
import { PartFailed } from '@/components/ui/part-failed';
import { useStableWhileInteracting } from '@/lib/use-stable-while-interacting';
import { counted, everyOf, grouped } from '@/lib/grouped';
import { hasFilters, type ListSearchParams, type ListFilters } from '../search/search-params';
import { withLastCancellations } from '../editing/last-cancellations';
import { useOwnChanges } from '../editing/own-changes';
import { countDeployments } from '../search/count-deployments';
import { controlOf, setSelected, useSelected, type SelectionControl } from '../selection/selection';
import { useDeploymentSearch, type SearchResult } from '../search/use-deployment-search';
import { useSearchText } from '../search/use-search-text';
import type { RowControls } from './deployment-row';
import { beginningOf, Sections, useBegun, WindowedList } from './list-beginning';
import { groupPins, pinnedFirst } from './pinned';
import { usePaintedFirst } from './use-painted-first';
import { HighlightContext } from '../search/highlight';
import { SearchBox } from '../search/search-box';
import { SelectBox } from '../selection/select-box';

/** From here on only what is in sight is rendered. */
const longList = 100;

const Filters = lazyOnIdle(
  'filters and sorting',
  () => import('../search/filters'),
  // As wide as the controls, so that the search box keeps its width.
  () => <span className="h-9 w-23 lg:w-67.25" />,
);
const ListNotices = lazyOnIdle('notices of changes', () => import('./list-notices'));
const RowExtras = lazyOnIdle('keys and last outcomes of the rows', () => import('./row-extras'));

export type OnSearchChange = (searchParams: ListSearchParams, options?: { replace: boolean }) => void;

/** The search, and what it finds. */
export function DeploymentList({
  items,
  pins,
  stale,
  searchParams,
  onChange,
  controls: { renderAction, onEdit },
  renderSelected,
}: {
  items: Application[];
  /** What this person has pinned. */
  pins: readonly Pin[];
  /** Since when the list could not be read anew, if so. */
  stale: false | { asOf: number; refresh: () => void };
  searchParams: ListSearchParams;
  onChange: OnSearchChange;
  controls: Pick<RowControls, 'renderAction' | 'onEdit'>;
  renderSelected: (selection: SelectionControl) => ReactNode;
}) {
  const [text, setText, saveText] = useSearchText(searchParams.q, (q) =>
    // Beginning and clearing a search can be taken back; what is typed in between cannot.
    onChange({ ...searchParams, q }, { replace: Boolean(q && searchParams.q) }),
  );
  const { app, env, tag, outcome, sort } = searchParams;
  const filters = useMemo(() => ({ app, env, tag, outcome, sort }), [app, env, tag, outcome, sort]);
  const params = useMemo(() => ({ q: text, ...filters }), [text, filters]);
  const ownChanges = useOwnChanges();
  const resetKey = useMemo(() => ({ params, ownChanges }), [params, ownChanges]);
  const present = useMemo(() => ({ items, pins }), [items, pins]);
  const { ref: list, value: held, show } = useStableWhileInteracting(present, resetKey);
  const listed = held.items;
  const found = useDeploymentSearch(listed, params);
  const { count, words, engine } = found;
  const narrowed = cleanTyped(text) !== '' || hasFilters(searchParams);
  const pinned = useMemo(() => groupPins(held.pins), [held.pins]);
  const applications = useMemo(() => {
    const rows = listed === items ? found.applications : withLastCancellations(found.applications, items);
    const sortGroup = (group: Application[]) => engine?.sortApplications(group, sort) ?? group;
    return pinnedFirst(rows, pinned, { isNarrowed: narrowed, sort: sortGroup });
  }, [listed, items, found.applications, pinned, engine, sort, narrowed]);
  const saved = useMemo(() => new Map(listed.map((one) => [one.applicationId, one])), [listed]);
  const total = countDeployments(listed);
  const selected = useSelected();
  const selection = useMemo(
    () => controlOf(selected, setSelected, items, applications),
    [selected, items, applications],
  );
  useEffect(() => selection.forgetRemoved(), [selection]);
  const highlight = useMemo(() => engine?.createHighlight(words) ?? null, [engine, words]);
  const latest = useRef({ selection, params, onChange });
  useLayoutEffect(() => {
    latest.current = { selection, params, onChange };
  });
  const onFilter = useCallback(
    (changed: Partial<ListFilters>) => latest.current.onChange({ ...latest.current.params, ...changed }),
    [],
  );
  const onSelect = useCallback(
    (deployment: Deployment, on: boolean, extend: boolean) =>
      latest.current.selection.toggle(deployment, on, extend),
    [],
  );
  const onSelectAll = useCallback(
    (deployments: readonly Deployment[], on: boolean) =>
      latest.current.selection.toggleThese(deployments, on),
    [],
  );
  // The same from one keystroke to the next, so that the rows which stay are not rendered again.
  const controls = useMemo(
    () => ({ renderAction, onEdit, onSelect, onSelectAll }),
    [renderAction, onEdit, onSelect, onSelectAll],
  );
  // The letters and the count are painted at once; the rows follow, and never hold up the next key. A list that has
  // changed is shown at once: a dialog that closes looks for the row that comes after a removed one.
  const current = useMemo(
    () => ({ items, held, applications, highlight }),
    [items, held, applications, highlight],
  );
  const deferred = usePaintedFirst(current);
  const shown = deferred.items === items && deferred.held === held ? deferred : current;
  const line = useRef<HTMLDivElement>(null);
  const isLong = total > longList;
  const isBegun = useBegun(isLong);
  const rowProps = { saved, selected: selected.keys, controls };
  return (
    <>
      <div
        ref={line}
        data-search-line=""
        className="sticky top-0 z-20 -mx-2 -mt-2 mb-1 flex min-h-9 flex-wrap items-center gap-2 bg-canvas p-2 lg:flex-nowrap low:static"
      >
        <SearchBox
          value={text}
          onChange={setText}
          onFocus={() => engine?.prepareSearch(items)}
          onBlur={saveText}
        />
        <Filters items={items} filters={filters} onChange={onFilter} />
      </div>
      <div className="flex min-h-6 flex-wrap items-center gap-x-4 gap-y-1 px-5 text-sm text-ink-faint tabular">
        {onEdit && count > 0 && (
          <label className="-ml-px flex min-h-6 cursor-pointer items-center gap-3">
            <SelectBox
              checked={selection.shown === 'all'}
              some={selection.shown === 'some'}
              onToggle={selection.toggleAll}
            />
            <span>{`Select ${everyOf(count)}${narrowed ? ' shown' : ''}`}</span>
          </label>
        )}
        <p>{countText(found, narrowed, total)}</p>
      </div>
      {engine &&
        found.kind !== 'searching' &&
        applications.length === 0 &&
        shown.applications.length === 0 && (
          <engine.NothingFound params={params} onChange={onChange} onClear={() => setText('')} />
        )}
      {found.retry && <PartFailed tryAgain={found.retry} />}
      <RowExtras line={line} list={list} isSettled={shown.applications === applications} onClear={setText} />
      <div ref={list}>
        <FloatingNotices isBelowSearch>
          <ListNotices
            held={held}
            present={present}
            isOrderedByLast={sort === 'cancelled' || outcome !== ''}
            onShow={show}
            stale={stale}
            found={found}
            isNarrowed={narrowed}
          />
        </FloatingNotices>
        <div className="space-y-5">
          <HighlightContext value={shown.highlight}>
            {isBegun && isLong && shown.applications.length > 0 ? (
              <WindowedList applications={shown.applications} {...rowProps} />
            ) : (
              <Sections
                applications={isBegun && !isLong ? shown.applications : beginningOf(shown.applications)}
                {...rowProps}
              />
            )}
          </HighlightContext>
        </div>
      </div>
      {onEdit && selection.held.length > 0 && renderSelected(selection)}
    </>
  );
}

function countText({ kind, count }: SearchResult, narrowed: boolean, total: number): string {
  if (kind === 'loading') return 'Searching…';
  if (kind === 'searching') return 'No exact match. Looking for similar words…';
  const all = counted(total, 'deployment');
  if (!narrowed) return all;
  if (kind === 'similar') return `No exact match. ${grouped(count)} of ${all} similar`;
  return `${grouped(count)} of ${all} found`;
}
