import {
  startTransition,
  useCallback,
  useDeferredValue,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
  type ReactNode,
} from 'react';
import type { Application, Deployment } from '@/contract';
import { cleanTyped } from '@/contract/invisible';
import { afterPaint } from '@/lib/after-paint';
import { grouped } from '@/lib/grouped';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import { ChangesButton, FloatingNotices } from '@/components/ui/floating-notices';
import { lazyOnIdle, lazyPart } from '@/components/ui/lazy-part';
import { MissingPart } from '@/components/ui/missing-parts';
import { PartFailed, type Retry } from '@/components/ui/part-failed';
import { StaleNotice } from '@/components/ui/stale-notice';
import { useHold } from '@/lib/use-hold';
import { hasFilters, type ListSearchParams, type ListFilters } from '../search/search-params';
import { countChanges, withLastCancellations } from '../editing/list-changes';
import { useOwnChanges } from '../editing/own-changes';
import { countDeployments, prepareSearch } from '../search/search';
import { controlOf, setSelected, useSelected, type SelectionControl } from '../selection/selection';
import { useDeploymentSearch } from '../search/use-deployment-search';
import { useSearchText } from '../search/use-search-text';
import { ApplicationSection } from './application-section';
import type { RowControls } from './deployment-row';
import { createHighlight, HighlightContext } from '../search/highlight';
import { NothingFound } from '../search/nothing-found';
import { SearchBox } from '../search/search-box';
import { SelectBox } from '../selection/select-box';

/** From here on only what is in sight is rendered. */
const longList = 100;

const Filters = lazyOnIdle('filters and sorting', () => import('../search/filters'));
const WindowedList = lazyPart(() => import('./windowed-list'), { Pending: Beginning, Failed: BeginningOnly });
/** No row is lower, and the list begins no higher, in pixels. */
const lowest = { row: 61, list: 280 };
/** As many rows as fit into the window: what is shown first, for the rest to follow once that is painted. */
const beginning = Math.max(4, Math.ceil((innerHeight - lowest.list) / lowest.row));

export type Find = (finding: ListSearchParams, options?: { replace: boolean }) => void;

/** The search, and what it finds. */
export function FoundList({
  items,
  stale,
  finding,
  onChange,
  controls: { renderAction, onEdit },
  renderSelected,
}: {
  items: Application[];
  /** Since when the list could not be read anew, if so. */
  stale: false | { asOf: number; refresh: () => void };
  finding: ListSearchParams;
  onChange: Find;
  controls: Pick<RowControls, 'renderAction' | 'onEdit'>;
  renderSelected: (selection: SelectionControl) => ReactNode;
}) {
  const [text, setText, saveText] = useSearchText(finding.q, (q) =>
    // Beginning and clearing a search can be taken back; what is typed in between cannot.
    onChange({ ...finding, q }, { replace: Boolean(q && finding.q) }),
  );
  const { app, env, tag, outcome, sort } = finding;
  const filters = useMemo(() => ({ app, env, tag, outcome, sort }), [app, env, tag, outcome, sort]);
  const params = useMemo(() => ({ q: text, ...filters }), [text, filters]);
  const ownChanges = useOwnChanges();
  const cause = useMemo(() => ({ params, ownChanges }), [params, ownChanges]);
  const { ref: list, value: listed, show } = useHold(items, cause);
  const changes = useMemo(
    () => countChanges(listed, items, sort === 'cancelled' || outcome !== ''),
    [listed, items, sort, outcome],
  );
  const found = useDeploymentSearch(listed, params);
  const { count, words } = found;
  const applications = useMemo(
    () => (listed === items ? found.applications : withLastCancellations(found.applications, items)),
    [listed, items, found.applications],
  );
  const saved = useMemo(() => new Map(listed.map((one) => [one.applicationId, one])), [listed]);
  const total = useMemo(() => countDeployments(listed), [listed]);
  const selected = useSelected();
  const selection = useMemo(
    () => controlOf(selected, setSelected, items, applications),
    [selected, items, applications],
  );
  useEffect(() => selection.forgetRemoved(), [selection]);
  const highlight = useMemo(() => createHighlight(words), [words]);
  const latest = useRef({ selection, params, onChange });
  useLayoutEffect(() => {
    latest.current = { selection, params, onChange };
  }, [selection, params, onChange]);
  const onFilter = useCallback(
    (changed: Partial<ListFilters>) => latest.current.onChange({ ...latest.current.params, ...changed }),
    [],
  );
  const onSelect = useCallback(
    (deployment: Deployment, on: boolean, extend: boolean) =>
      latest.current.selection.toggle(deployment, on, extend),
    [],
  );
  // The same from one keystroke to the next, so that the rows which stay are not rendered again.
  const controls = useMemo(() => ({ renderAction, onEdit, onSelect }), [renderAction, onEdit, onSelect]);
  // The letters and the count are painted at once; the rows follow, and never hold up the next key. A list that has
  // changed is shown at once: a dialog that closes looks for the row that comes after a removed one.
  const current = useMemo(() => ({ items, applications, highlight }), [items, applications, highlight]);
  const deferred = useDeferredValue(current);
  const shown = deferred.items === items ? deferred : current;
  const isLong = total > longList;
  const isBegun = useBegun(isLong);
  const rowProps = { saved, selected: selected.keys, controls };
  const narrowed = cleanTyped(text) !== '' || hasFilters(finding);
  return (
    <>
      <div className="space-y-3">
        <div className="flex min-h-9 flex-wrap items-center gap-2">
          <SearchBox value={text} onChange={setText} onFocus={() => prepareSearch(items)} onBlur={saveText} />
          <Filters items={items} filters={filters} onChange={onFilter} />
        </div>
        <div className="flex min-h-5 flex-wrap items-center gap-x-4 gap-y-1 px-4 text-sm text-ink-faint tabular">
          {onEdit && count > 0 && (
            <label className="-ml-px flex cursor-pointer items-center gap-3">
              <SelectBox
                checked={selection.shown === 'all'}
                some={selection.shown === 'some'}
                onToggle={selection.toggleAll}
              />
              <span>{`Select all ${grouped(count)}${narrowed ? ' shown' : ''}`}</span>
            </label>
          )}
          <p role="status">
            {found.kind === 'searching'
              ? 'Nothing contains that; looking for similar words…'
              : counted(narrowed, found.kind === 'similar', count, total)}
          </p>
        </div>
      </div>
      {applications.length === 0 && shown.applications.length === 0 && found.kind !== 'searching' && (
        <NothingFound params={params} onChange={onChange} onClear={() => setText('')} />
      )}
      {found.retry && <PartFailed tryAgain={found.retry} />}
      <div ref={list}>
        <FloatingNotices>
          <ChangesButton count={changes} onShow={show} />
          {stale && <StaleNotice isFloating subject="the list is" {...stale} />}
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

interface ListProps {
  applications: Application[];
  /** The applications as they are saved, by ID. */
  saved: ReadonlyMap<string, Application>;
  /** Keys of the selected deployments. */
  selected: ReadonlySet<string>;
  controls: RowControls;
}

function Sections({ applications, saved, selected, controls }: ListProps) {
  return applications.map((application) => (
    <ApplicationSection
      key={application.applicationId}
      application={application}
      saved={saved.get(application.applicationId) ?? application}
      selected={selected}
      controls={controls}
    />
  ));
}

/** The rows that fit into the window. */
function Beginning({ applications, ...rest }: ListProps) {
  return <Sections applications={beginningOf(applications)} {...rest} />;
}

/** The code for the rest of a long list could not be fetched: what is shown must not look like all of it. */
function BeginningOnly({ tryAgain, ...list }: ListProps & Retry) {
  const first = countDeployments(beginningOf(list.applications));
  const all = countDeployments(list.applications);
  return (
    <>
      <Beginning {...list} />
      <Notice
        tone="warning"
        role="alert"
        title={`Only the first ${first} of ${grouped(all)} are shown: the rest of the list could not be loaded.`}
        action={
          <Button size="sm" onClick={() => location.reload()}>
            Reload
          </Button>
        }
      />
      <MissingPart name="the rest of the list" fetchAgain={WindowedList.prefetch} onFetched={tryAgain} />
    </>
  );
}

let wasBegun = false;

/**
 * Whether all rows may be shown: the first time since the page was loaded, only when the beginning of the list is on
 * the screen, and of a long list when the code for the rest has arrived.
 */
function useBegun(isLong: boolean): boolean {
  const [isBegun, setBegun] = useState(wasBegun);
  useEffect(() => {
    if (isBegun) return;
    let isStale = false;
    const code = isLong ? WindowedList.prefetch().catch(() => undefined) : undefined;
    const painted = new Promise<void>((resolve) => afterPaint(resolve));
    async function begin() {
      await Promise.all([painted, code]);
      if (isStale) return;
      wasBegun = true;
      startTransition(() => setBegun(true));
    }
    void begin();
    return () => {
      isStale = true;
    };
  }, [isBegun, isLong]);
  return isBegun;
}

function beginningOf(applications: Application[]): Application[] {
  let room = beginning;
  return applications.flatMap((application) => {
    const deployments = application.deployments.slice(0, room);
    if (room === 0) return [];
    room -= deployments.length;
    return [{ ...application, deployments }];
  });
}

function counted(narrowed: boolean, similar: boolean, count: number, total: number): string {
  const words = total === 1 ? 'deployment' : 'deployments';
  const all = grouped(total);
  if (!narrowed) return `${all} ${words}`;
  if (similar) return `No exact match: ${count} of ${all} ${words} similar`;
  return `${grouped(count)} of ${all} ${words} found`;
}
