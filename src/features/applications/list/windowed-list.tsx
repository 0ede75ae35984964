import { useWindowVirtualizer, defaultRangeExtractor, type VirtualItem } from '@tanstack/react-virtual';
import {
  Fragment,
  memo,
  useCallback,
  useEffect,
  useEffectEvent,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import { deploymentKey, type Application, type Deployment } from '@/contract';
import { Card } from '@/components/ui/card';
import { ApplicationHeading } from './application-heading';
import { DeploymentRow, type RowControls } from './deployment-row';
import { ListColumns } from './list-columns';
import { pinnedId } from './pinned';

/** A row of the table: the heading of an application or of the pinned ones, or a deployment. */
type Line = Application | Deployment;

const guess = { heading: 37, row: 44, twoLines: 51, threeLines: 74 };
/** The heights of the rows when the list was last shown: Back finds it as long as it was. */
let measured: VirtualItem[] = [];
const isNarrowerThan = (rem: number) => matchMedia(`(max-width: ${rem - 0.01}rem)`).matches;

/**
 * A long list as one table that renders only the rows in sight, with spacers for the rest. The row with the focus
 * stays rendered, wherever the list is scrolled.
 */
export default memo(function WindowedList({
  applications,
  saved,
  selected,
  controls,
}: {
  applications: Application[];
  saved: ReadonlyMap<string, Application>;
  /** Keys of the selected deployments. */
  selected: ReadonlySet<string>;
  controls: RowControls;
}) {
  const table = useRef<HTMLTableElement>(null);
  const [top, setTop] = useState(0);
  const lines = useMemo<Line[]>(
    () => applications.flatMap((found) => [found, ...found.deployments]),
    [applications],
  );
  const headings = useMemo(
    () => new Map(lines.flatMap((line, at) => ('deploymentId' in line ? [] : [[line.applicationId, at]]))),
    [lines],
  );
  /** The last line of the pinned ones, which come first; their own application's heading is not theirs. */
  const lastPinned = applications[0]?.applicationId === pinnedId ? applications[0].deployments.length : -1;
  const ambiguous = useMemo(() => ambiguousIds(saved), [saved]);
  // Keys are strings that exist already: thousands of new ones would weigh more than the list itself.
  const keyAt = useCallback(
    (index: number) => {
      const line = lines[index];
      if (line === undefined) return index;
      if (!('deploymentId' in line)) return `application ${line.applicationId}`;
      return ambiguous.has(line.deploymentId) ? deploymentKey(line) : line.deploymentId;
    },
    [lines, ambiguous],
  );
  const [before] = useState(focusedBefore);
  const [focused, setFocused] = useState<string | number | null>(
    before === null ? null : keyAt(before.index),
  );
  const focusedIndex = useMemo(
    () => (focused === null ? -1 : lines.findIndex((_, index) => keyAt(index) === focused)),
    [lines, keyAt, focused],
  );

  // The part above the list changes its height: filters open, notices appear.
  useLayoutEffect(() => {
    const place = () =>
      setTop(table.current === null ? 0 : table.current.getBoundingClientRect().top + scrollY);
    place();
    const observer = new ResizeObserver(place);
    observer.observe(document.body);
    return () => observer.disconnect();
  }, []);

  // This list replaces its beginning, and the row that had the focus: the same control of the new row gets it.
  const handedOver = useRef(before === null);
  useLayoutEffect(() => {
    const row = table.current?.querySelector(`[data-index="${before?.index}"]`);
    if (handedOver.current || before === null || !row) return;
    handedOver.current = true;
    if (document.activeElement === document.body)
      controlsOf(row)
        .find((control) => namesOf(control) === before.names)
        ?.focus({ preventScroll: true });
  });

  const keepFocused = useEffectEvent((event: FocusEvent) => {
    const row = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-index]') : null;
    setFocused(row === null ? null : keyAt(Number(row.dataset['index'])));
  });
  useEffect(() => {
    const element = table.current;
    const come = (event: FocusEvent) => keepFocused(event);
    // Only when another element takes the focus: on its way to the row's next control, and while another window is
    // used, the row has to stay.
    const leave = ({ relatedTarget }: FocusEvent) => {
      if (relatedTarget instanceof Node && element?.contains(relatedTarget) === false) setFocused(null);
    };
    element?.addEventListener('focusin', come);
    element?.addEventListener('focusout', leave);
    return () => {
      element?.removeEventListener('focusin', come);
      element?.removeEventListener('focusout', leave);
    };
  }, []);

  // Read once and not for each of thousands of rows: each read may cost a layout.
  const rowGuess = isNarrowerThan(40) ? guess.threeLines : isNarrowerThan(64) ? guess.twoLines : guess.row;
  // oxlint-disable-next-line react/incompatible-library -- No compiler is used here that would memoise it.
  const window = useWindowVirtualizer({
    count: lines.length,
    estimateSize: (index) => (lines[index] && 'deploymentId' in lines[index] ? rowGuess : guess.heading),
    getItemKey: keyAt,
    overscan: 4,
    initialMeasurementsCache: measured,
    scrollMargin: top,
    rangeExtractor: (range) => {
      const shown = new Set(defaultRangeExtractor(range));
      if (focusedIndex >= 0) shown.add(focusedIndex);
      // The heading that stays at the window's upper edge.
      const first = range.startIndex <= lastPinned ? lines[0] : lines[range.startIndex];
      const heading = first === undefined ? undefined : headings.get(first.applicationId);
      if (heading !== undefined) shown.add(heading);
      return [...shown].sort((one, other) => one - other);
    },
  });

  useEffect(
    () => () => {
      measured = window.takeSnapshot();
    },
    [window],
  );

  let end = 0;
  return (
    // A box around the table, whose own border collapses into that of its rows and has no round corners. Isolated:
    // otherwise each key in the search box above would paint the whole table again.
    <Card as="div" className="isolate overflow-clip">
      <table
        ref={table}
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-to-interactive-role -- A table can be a grid (ARIA in HTML).
        role="grid"
        aria-rowcount={lines.length + 1}
        className="block w-full [overflow-anchor:none] lg:table lg:table-fixed"
      >
        <caption className="sr-only">Deployments by application</caption>
        <ListColumns controls={controls} rowIndex={1} />
        <tbody className="block lg:table-row-group">
          {window.getVirtualItems().map((item) => {
            const line = lines[item.index];
            if (line === undefined) return null;
            const application = saved.get(line.applicationId) ?? ('deploymentId' in line ? undefined : line);
            if (application === undefined) return null;
            const gap = item.start - top - end;
            end = item.end - top;
            return (
              <Fragment key={item.key}>
                {gap > 0 && <Spacer height={gap} />}
                <LineRow
                  application={application}
                  line={line}
                  index={item.index}
                  isPinned={item.index <= lastPinned}
                  selected={'deploymentId' in line ? selected.has(deploymentKey(line)) : selected}
                  controls={controls}
                  measure={window.measureElement}
                />
              </Fragment>
            );
          })}
          <Spacer height={window.getTotalSize() - end} />
        </tbody>
      </table>
    </Card>
  );
});

const LineRow = memo(function LineRow({
  application,
  line,
  index,
  isPinned,
  selected,
  controls,
  measure,
}: {
  /** As it is saved; for the heading of the pinned ones, that. */
  application: Application;
  line: Line;
  index: number;
  isPinned: boolean;
  /** Whether a deployment is selected; for a heading, the keys of all that are. */
  selected: boolean | ReadonlySet<string>;
  controls: RowControls;
  measure: (row: HTMLTableRowElement | null) => void;
}) {
  const place = { ref: measure, 'aria-rowindex': index + 2, 'data-index': index };
  if (typeof selected === 'boolean')
    return 'deploymentId' in line ? (
      <DeploymentRow
        application={application}
        deployment={line}
        isPinned={isPinned}
        selected={selected}
        controls={controls}
        place={place}
      />
    ) : null;
  return (
    <tr
      {...place}
      className="sticky top-(--search-line,3.25rem) z-10 block border-t border-line bg-canvas first:border-t-0 lg:table-row low:static"
    >
      <th
        scope="rowgroup"
        colSpan={controls.onEdit ? 6 : 5}
        className="block p-0 text-left font-normal lg:table-cell"
      >
        <ApplicationHeading
          application={application}
          shown={'deploymentId' in line ? [] : line.deployments}
          selected={selected}
          id={`application-${application.applicationId}`}
          controls={controls}
        />
      </th>
    </tr>
  );
});

function Spacer({ height }: { height: number }) {
  return <tr aria-hidden="true" className="block lg:table-row" style={{ height }} />;
}

const controlsOf = (row: Element) => [...row.querySelectorAll<HTMLElement>('a, button, input')];
const namesOf = (control: Element) => `${control.getAttribute('aria-label')} ${control.textContent}`;

/** Which control has the focus in the beginning of the list, whose place this list takes: by line and name. */
function focusedBefore(): { index: number; names: string } | null {
  const control = document.activeElement;
  const sections = [...document.querySelectorAll('section[aria-labelledby^="application-"]')];
  const section = sections.find((one) => one.contains(control));
  if (!control || !section) return null;
  const above = sections.slice(0, sections.indexOf(section));
  // The beginning has each application's heading above its table, whose first row names the columns.
  const index = above.reduce((sum, one) => sum + 1 + one.querySelectorAll('tbody tr').length, 0);
  return { index: index + (control.closest('tr')?.rowIndex ?? 0), names: namesOf(control) };
}

/** The IDs that deployments of two applications have. */
function ambiguousIds(saved: ReadonlyMap<string, Application>): ReadonlySet<string> {
  const seen = new Set<string>();
  const again = new Set<string>();
  for (const { deployments } of saved.values())
    for (const { deploymentId } of deployments) (seen.has(deploymentId) ? again : seen).add(deploymentId);
  return again;
}
