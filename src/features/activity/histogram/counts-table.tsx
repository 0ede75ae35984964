import { cx } from '@/lib/cx';
import { grouped } from '@/lib/grouped';
import { barLabel } from './outcome-pattern';
import { barOutcomes, totalOf, type Bar } from './time-window';

/** The numbers in words, newest first, without the bars that are empty; each row's name filters the list to it. */
export function CountsTable({
  bars,
  caption,
  rangeText,
  onPick,
}: {
  bars: readonly Bar[];
  caption: string;
  rangeText: (bar: Bar) => string;
  onPick: (index: number) => void;
}) {
  const rows = bars
    .map((bar, index) => ({ bar, index }))
    .filter(({ bar }) => totalOf(bar.counts) > 0)
    .toReversed();
  // In a narrow window there is no room for a column of zeros; the legend has them.
  const columns = barOutcomes.map((outcome) => ({
    outcome,
    whereEmpty: rows.some(({ bar }) => bar.counts[outcome] > 0) ? '' : 'max-sm:hidden',
  }));
  return (
    <div className="max-h-60 overflow-auto border-t border-line">
      <table className="w-full text-left text-xs tabular">
        <caption className="sr-only">{caption}</caption>
        <thead className="sticky top-0 bg-surface text-ink-soft">
          <tr>
            <th scope="col" className="py-1.5 pr-2 font-medium">
              Time
            </th>
            {columns.map(({ outcome, whereEmpty }) => (
              <th key={outcome} scope="col" className={cx('py-1.5 pl-2 text-right font-medium', whereEmpty)}>
                {barLabel(outcome)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ bar, index }) => (
            <tr key={bar.begin} className="border-t border-line">
              <th scope="row" className="pr-2 font-normal whitespace-nowrap">
                <button
                  type="button"
                  onClick={() => onPick(index)}
                  className="min-h-6 rounded text-left underline-offset-2 hover:underline pointer-coarse:min-h-11"
                >
                  {rangeText(bar)}
                </button>
              </th>
              {columns.map(({ outcome, whereEmpty }) => (
                <td key={outcome} className={cx('pl-2 text-right', whereEmpty)}>
                  {grouped(bar.counts[outcome])}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
