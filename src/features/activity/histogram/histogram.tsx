import { useQuery } from '@tanstack/react-query';
import { useId, useState } from 'react';
import type { JournalFilters } from '@/contract';
import { Button } from '@/components/ui/button';
import { shortTime } from '@/lib/dates';
import { grouped } from '@/lib/grouped';
import { useNow } from '@/lib/use-now';
import { countsQuery } from '../api/count-cancellations';
import { withFilters, type OnFilter } from '../journal/filters';
import { BarChart, type BarRange } from './bar-chart';
import { CountsTable } from './counts-table';
import { barLabel, LegendItem } from './outcome-pattern';
import {
  barOutcomes,
  chooseWindow,
  fillBars,
  rangeText,
  selectedBars,
  spanOf,
  spanOfBars,
  sumCounts,
  totalOf,
  type Bar,
  type Span,
} from './time-window';

/**
 * When the cancellations under the filters were requested, and what came of them. Some bars can be picked: the list is
 * filtered to them, and the histogram stays as it is around them.
 */
export default function Histogram({ filters, onFilter }: { filters: JournalFilters; onFilter: OnFilter }) {
  const id = useId();
  const now = useNow();
  const { from, to, ...others } = filters;
  /** The span that was picked here, and the one that it was picked from. */
  const [pick, setPick] = useState<{ picked: Span; around: Span } | null>(null);
  const isPicked = pick !== null && pick.picked.from === from && pick.picked.to === to;
  const around = isPicked ? pick.around : { from, to };
  const window = chooseWindow(around, now);
  const counts = useQuery(countsQuery({ ...others, ...spanOf(window) }));
  const bars = fillBars(window, counts.data?.items ?? []);
  const selected = selectedBars(bars, { from, to });
  const [reached, setReached] = useState<BarRange | null>(null);
  const [hasTable, setHasTable] = useState(false);

  const ends = ([one, other]: BarRange): [Bar, Bar] | null => {
    const [first, last] = [bars[Math.min(one, other)], bars[Math.max(one, other)]];
    return first === undefined || last === undefined ? null : [first, last];
  };
  const inRange = ([one, other]: BarRange) => bars.slice(Math.min(one, other), Math.max(one, other) + 1);
  const nameOf = (range: BarRange) => {
    const barEnds = ends(range);
    return barEnds === null ? '' : rangeText(...barEnds, window.stepMs);
  };

  function pickBars(range: BarRange) {
    const barEnds = ends(range);
    if (barEnds === null) return;
    const picked = spanOfBars(...barEnds, now);
    const isSame = isPicked && picked.from === from && picked.to === to;
    setPick(isSame ? null : { picked, around });
    onFilter(withFilters(filters, isSame ? { from: undefined, to: undefined, ...around } : picked));
  }

  const shownRange = reached ?? selected ?? [0, bars.length - 1];
  const shown = sumCounts(inRange(shownRange));
  const zone = shortTime(new Date(now).toISOString(), now).split(' ').at(-1) ?? '';
  const { countedFrom = null } = counts.data ?? {};
  const isEmpty = counts.data !== undefined && totalOf(sumCounts(bars)) === 0;
  return (
    <section
      aria-label="Cancellations by time"
      aria-busy={counts.isPending}
      className="space-y-1.5 px-4 py-2.5"
    >
      <div className="flex flex-wrap items-center gap-x-4 gap-y-1 text-xs text-ink-soft lg:min-h-6">
        <p className="min-w-0 flex-1 basis-48 font-medium text-ink tabular">
          <span>{nameOf(shownRange)}</span>
          <span className="font-normal text-ink-faint">{` ${zone}`}</span>
        </p>
        <p className="grid grid-cols-2 gap-x-4 gap-y-0.5 max-lg:order-last max-lg:w-full sm:flex">
          {barOutcomes.map((outcome) => (
            <LegendItem
              key={outcome}
              id={id}
              outcome={outcome}
              count={counts.data === undefined ? '–' : grouped(shown[outcome])}
            />
          ))}
        </p>
        <button
          type="button"
          aria-expanded={hasTable}
          onClick={() => setHasTable(!hasTable)}
          className="min-h-6 rounded font-medium text-accent underline-offset-2 hover:underline pointer-coarse:-my-2.5 pointer-coarse:min-h-11"
        >
          As a table
        </button>
      </div>
      <div className="relative">
        <BarChart
          id={id}
          bars={bars}
          stepMs={window.stepMs}
          selected={selected}
          reached={reached}
          describe={(range) => `${nameOf(range)}: ${numbersText(sumCounts(inRange(range)))}`}
          onReach={setReached}
          onPick={pickBars}
        />
        {counts.isError && counts.data === undefined ? (
          <p role="alert" className="absolute inset-x-0 top-4 flex items-center justify-center gap-3 text-sm">
            <span>The numbers could not be loaded.</span>
            <Button size="sm" onClick={() => void counts.refetch()}>
              Try again
            </Button>
          </p>
        ) : (
          <p className="pointer-events-none absolute inset-x-0 top-5 text-center text-xs text-ink-faint">
            {isEmpty
              ? 'Nothing in this time'
              : countedFrom === null
                ? ''
                : `Too many to count: only from ${shortTime(countedFrom, now)} on`}
          </p>
        )}
      </div>
      {hasTable && (
        <CountsTable
          bars={bars}
          caption={`Cancellations by ${window.stepMs === 3_600_000 ? 'hour' : 'day'} and outcome, ${zone}`}
          rangeText={(bar) => rangeText(bar, bar, window.stepMs)}
          onPick={(index) => pickBars([index, index])}
        />
      )}
    </section>
  );
}

/** `3 accepted, 1 refused`. */
function numbersText(counts: Bar['counts']): string {
  const parts = barOutcomes
    .filter((outcome) => counts[outcome] > 0)
    .map((outcome) => `${grouped(counts[outcome])} ${barLabel(outcome).toLowerCase()}`);
  return parts.length === 0 ? 'none' : parts.join(', ');
}
