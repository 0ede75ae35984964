import { useId, useRef, type KeyboardEvent, type PointerEvent } from 'react';
import { cx } from '@/lib/cx';
import { grouped } from '@/lib/grouped';
import { fillOf, OutcomePatterns } from './outcome-pattern';
import { axisTicks, barOutcomes, totalOf, type Bar } from './time-window';

const height = 64;
/** A single refused one among thousands is still seen. */
const leastHeight = 3;

export type BarRange = [anchor: number, head: number];

/**
 * The bars, as one control: the pointer or the arrow keys reach a bar, dragging or Shift takes more of them, and letting
 * go or Enter picks them.
 */
export function BarChart({
  id,
  bars,
  stepMs,
  selected,
  reached,
  describe,
  onReach,
  onPick,
}: {
  /** Of the fills. */
  id: string;
  bars: readonly Bar[];
  stepMs: number;
  /** The first and the last bar that the list is filtered to. */
  selected: [number, number] | null;
  /** Where the pointer or the keys are. */
  reached: BarRange | null;
  describe: (range: BarRange) => string;
  onReach: (range: BarRange | null) => void;
  onPick: (range: BarRange) => void;
}) {
  const hintId = useId();
  const draggedFrom = useRef<number | null>(null);
  const most = Math.max(1, ...bars.map(({ counts }) => totalOf(counts)));
  const last = bars.length - 1;
  const head = reached?.[1] ?? selected?.[1] ?? last;

  /** A tick whose text has no room on its right. */
  const isNearEnd = (index: number) => index / bars.length > 0.85;

  function barAt({ currentTarget, clientX }: PointerEvent): number {
    const { left, width } = currentTarget.getBoundingClientRect();
    const index = Math.floor(((clientX - left) / Math.max(width, 1)) * bars.length);
    return Math.min(Math.max(index, 0), last);
  }

  function press(event: KeyboardEvent) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const { key, shiftKey } = event;
    const range: BarRange = reached ?? [head, head];
    if (key === 'Enter' || key === ' ') onPick(range);
    else if (key === 'Escape' && range[0] !== range[1]) onReach([head, head]);
    else {
      const next = { ArrowLeft: head - 1, ArrowDown: head - 1, ArrowRight: head + 1, ArrowUp: head + 1 }[key];
      const to = next ?? { Home: 0, End: last }[key];
      if (to === undefined) return;
      const index = Math.min(Math.max(to, 0), last);
      onReach([shiftKey ? range[0] : index, index]);
    }
    event.preventDefault();
  }

  return (
    <div className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-2">
      <div
        aria-hidden="true"
        className="flex h-16 w-8 flex-col justify-between text-right text-[0.6875rem] leading-3 text-ink-faint tabular"
      >
        <span>{grouped(most)}</span>
        <span>0</span>
      </div>
      <div
        role="slider"
        tabIndex={0}
        aria-label="Time of the request"
        aria-describedby={hintId}
        aria-valuemin={0}
        aria-valuemax={last}
        aria-valuenow={head}
        aria-valuetext={describe(reached ?? [head, head])}
        onKeyDown={press}
        onFocus={() => draggedFrom.current === null && onReach([head, head])}
        onBlur={() => onReach(null)}
        onPointerDown={(event) => {
          if (event.button !== 0) return;
          const index = barAt(event);
          draggedFrom.current = index;
          event.currentTarget.setPointerCapture(event.pointerId);
          onReach([index, index]);
        }}
        onPointerMove={(event) => {
          if (event.pointerType === 'touch' && draggedFrom.current === null) return;
          const index = barAt(event);
          onReach([draggedFrom.current ?? index, index]);
        }}
        onPointerUp={(event) => {
          const from = draggedFrom.current;
          draggedFrom.current = null;
          if (from !== null) onPick([from, barAt(event)]);
        }}
        onPointerCancel={() => {
          // The finger scrolls the page.
          draggedFrom.current = null;
          onReach(null);
        }}
        onPointerLeave={({ currentTarget }) => {
          if (draggedFrom.current === null && document.activeElement !== currentTarget) onReach(null);
        }}
        className="h-16 cursor-pointer touch-pan-y rounded-sm border-b border-line-strong select-none"
      >
        <svg aria-hidden="true" width="100%" height={height} className="block">
          <OutcomePatterns id={id} />
          {selected !== null && <Band range={selected} bars={bars.length} isSelection />}
          {reached !== null && <Band range={reached} bars={bars.length} />}
          {bars.map((bar, index) => (
            <StackedBar
              key={bar.begin}
              id={id}
              bar={bar}
              index={index}
              bars={bars.length}
              most={most}
              isFaint={selected !== null && (index < selected[0] || index > selected[1])}
            />
          ))}
        </svg>
      </div>
      <span id={hintId} hidden>
        Arrow keys move, with Shift they take more. Enter shows only these in the list.
      </span>
      <div
        aria-hidden="true"
        className="relative col-start-2 h-4 overflow-clip text-[0.6875rem] leading-4 text-ink-faint tabular"
      >
        {axisTicks(bars, stepMs).map(({ index, text }, tick) => (
          <span
            key={index}
            style={
              isNearEnd(index)
                ? { right: `${(1 - (index + 1) / bars.length) * 100}%` }
                : { left: `${(index / bars.length) * 100}%` }
            }
            className={cx(
              'absolute border-line-strong',
              isNearEnd(index) ? 'border-r pr-1' : 'border-l pl-1',
              tick % 2 === 1 && 'max-sm:hidden',
            )}
          >
            {text}
          </span>
        ))}
      </div>
    </div>
  );
}

/** The ground of some bars: framed, since the system may choose the colours. */
function Band({ range, bars, isSelection }: { range: BarRange; bars: number; isSelection?: boolean }) {
  const [first, last] = range.toSorted((one, other) => one - other);
  if (first === undefined || last === undefined) return null;
  return (
    <rect
      x={`${(first / bars) * 100}%`}
      width={`${((last - first + 1) / bars) * 100}%`}
      y="0.5"
      height={height}
      className={isSelection === true ? 'fill-accent-soft stroke-accent-line' : 'fill-hover stroke-control'}
    />
  );
}

function StackedBar({
  id,
  bar: { counts },
  index,
  bars,
  most,
  isFaint,
}: {
  id: string;
  bar: Bar;
  index: number;
  bars: number;
  most: number;
  isFaint: boolean;
}) {
  const heights = barOutcomes.map((outcome) =>
    counts[outcome] === 0 ? 0 : Math.max(leastHeight, (counts[outcome] / most) * height),
  );
  const shrink = Math.min(
    1,
    height /
      Math.max(
        1,
        heights.reduce((sum, one) => sum + one, 0),
      ),
  );
  /** Where each part begins, from the bottom upwards. */
  const topOf = (place: number) =>
    height - heights.slice(0, place + 1).reduce((sum, one) => sum + one, 0) * shrink;
  return (
    <g opacity={isFaint ? 0.35 : undefined}>
      {barOutcomes.map((outcome, place) => {
        const part = (heights[place] ?? 0) * shrink;
        return (
          part > 0 && (
            <rect
              key={outcome}
              x={`${((index + 0.12) / bars) * 100}%`}
              width={`${(0.76 / bars) * 100}%`}
              y={topOf(place)}
              // A gap tells the parts apart.
              height={Math.max(1, part - (place < barOutcomes.length - 1 ? 0.75 : 0))}
              fill={fillOf(id, outcome)}
            />
          )
        );
      })}
    </g>
  );
}
