import {
  startTransition,
  useCallback,
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
import { StaleNotice } from '@/components/ui/stale-notice';
import { holdIdle } from '@/lib/idle';
import { partOf } from '@/lib/idle-part';
import { useHold } from '@/lib/use-hold';
import { hasFilters, type ListSearchParams, type ListFilters } from '../search/search-params';
import { countChanges, withLastCancellations } from '../editing/list-changes';
import { useOwnChanges } from '../editing/own-changes';
import { countDeployments, prepareSearch } from '../search/search';
import { controlOf, setSelected, useSelected, type SelectionControl } from '../selection/selection';
import { useDeploymentSearch } from '../search/use-deployment-search';
import { useDeferredRows } from './use-deferred-rows';
import { useListTools } from './use-list-tools';
import { useSearchText } from '../search/use-search-text';
import { ApplicationSection } from './application-section';
import type { RowControls } from './deployment-row';
import { HighlightContext } from '../search/highlight-context';
import { SearchBox } from '../search/search-box';
import { SelectBox } from '../selection/select-box';

/** From here on only what is in sight is rendered. */
const longList = 100;

const useWindowedList = partOf(() => import('./windowed-list'), 'the rest of the list');
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
  const narrowing = useMemo(() => ({ app, env, tag, outcome, sort }), [app, env, tag, outcome, sort]);
  const wanted = useMemo(() => ({ q: text, ...narrowing }), [text, narrowing]);
  const tools = useListTools(sort !== '');
  const ownChanges = useOwnChanges();
  const cause = useMemo(() => ({ wanted, ownChanges }), [wanted, ownChanges]);
  const { ref: list, value: listed, show } = useHold(items, cause);
  const changes = useMemo(
    () => countChanges(listed, items, sort === 'cancelled' || outcome !== ''),
    [listed, items, sort, outcome],
  );
  const { found, search } = useDeploymentSearch(listed, wanted, tools?.inOrder);
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
  const mark = useMemo(() => tools?.markerOf(words) ?? null, [tools, words]);
  const latest = useRef({ selection, wanted, onChange });
  useLayoutEffect(() => {
    latest.current = { selection, wanted, onChange };
  }, [selection, wanted, onChange]);
  const onNarrow = useCallback(
    (changed: Partial<ListFilters>) => latest.current.onChange({ ...latest.current.wanted, ...changed }),
    [],
  );
  const onSelect = useCallback(
    (deployment: Deployment, on: boolean, extend: boolean) =>
      latest.current.selection.toggle(deployment, on, extend),
    [],
  );
  // The same from one keystroke to the next, so that the rows which stay are not rendered again.
  const controls = useMemo(() => ({ renderAction, onEdit, onSelect }), [renderAction, onEdit, onSelect]);
  // What was typed and how many it finds is told at once; the rows follow, and never hold up the next key.
  const { rows, shownMark } = useDeferredRows(
    useMemo(() => ({ rows: applications, shownMark: mark }), [applications, mark]),
    text,
  );
  const isBegun = useBegun();
  const narrowed = cleanTyped(text) !== '' || hasFilters(finding);
  return (
    <>
      <div className="space-y-3">
        <div className="flex min-h-9 flex-wrap items-center gap-2">
          <SearchBox value={text} onChange={setText} onFocus={() => prepareSearch(items)} onBlur={saveText} />
          {tools && <tools.Filters items={items} narrowing={narrowing} onNarrow={onNarrow} />}
        </div>
        <div className="flex min-h-5 flex-wrap items-center gap-x-4 gap-y-1 px-4 text-sm text-ink-faint tabular">
          {search}
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
            {found.kind === 'looking'
              ? 'Nothing contains that; looking for similar words…'
              : counted(narrowed, found.kind === 'similar', count, total)}
          </p>
        </div>
      </div>
      {tools && applications.length === 0 && rows.length === 0 && found.kind !== 'looking' && (
        <tools.NothingFound finding={wanted} onChange={onChange} onClear={() => setText('')} />
      )}
      <div ref={list}>
        <FloatingNotices>
          <ChangesButton count={changes} onShow={show} />
          {stale && <StaleNotice isFloating subject="the list is" {...stale} />}
        </FloatingNotices>
        <div className="space-y-5">
          <HighlightContext value={shownMark}>
            {total > longList ? (
              <LongList applications={rows} saved={saved} selected={selected.keys} controls={controls} />
            ) : (
              <Sections
                applications={isBegun ? rows : beginningOf(rows)}
                saved={saved}
                selected={selected.keys}
                controls={controls}
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

/** Of which only the beginning is shown until the code for the rest is there. */
function LongList({ applications, ...rest }: ListProps) {
  const { part, hasFailed } = useWindowedList(true, true);
  if (part !== null && applications.length > 0) return <part.default applications={applications} {...rest} />;
  const first = beginningOf(applications);
  return (
    <>
      <Sections applications={first} {...rest} />
      {hasFailed && (
        <Notice
          tone="warning"
          role="alert"
          title={`Only the first ${countDeployments(first)} of ${grouped(countDeployments(applications))} are shown: the rest of the list could not be loaded.`}
          action={
            <Button size="sm" onClick={() => location.reload()}>
              Reload
            </Button>
          }
        />
      )}
    </>
  );
}

let wasBegun = false;

/** Whether a beginning of the list has been on the screen since the page was loaded. */
function useBegun(): boolean {
  const [begun, setBegun] = useState(wasBegun);
  useEffect(() => {
    if (begun) return;
    const release = holdIdle();
    let stale = false;
    afterPaint(() => {
      if (stale) return;
      wasBegun = true;
      startTransition(() => setBegun(true));
    });
    return () => {
      stale = true;
      afterPaint(release);
    };
  }, [begun]);
  return begun;
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
