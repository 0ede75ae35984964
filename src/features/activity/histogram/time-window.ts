import type { CancellationCounts, JournalFilters, Outcome } from '@/contract';
import { startOfDay, toLocalInput } from '@/lib/calendar';
import { months } from '@/lib/dates';

export type Span = Pick<JournalFilters, 'from' | 'to'>;

/** What a histogram shows: bars of equal length, each an hour or a day of local time. Times are in ms since 1970. */
export interface TimeWindow {
  begin: number;
  stepMs: number;
  bars: number;
}

/** A bar with its numbers by outcome; `waiting` are those that have none yet. */
export interface Bar {
  begin: number;
  end: number;
  counts: Record<Outcome | 'waiting', number>;
}

/** From the bottom of a bar upwards, and in a table from left to right. */
export const barOutcomes = ['accepted', 'refused', 'not_sent', 'unknown', 'waiting'] as const;

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
/** A span that is longer has a bar for each day. */
const longestInHours = 3 * dayMs;
const daysWithoutSpan = 30;
const fewestBars = 6;
/** Within what one request counts. */
const mostBars = 92;

/** The window that holds a span, up to now where it has no end. Of a span that is too long it holds the newest part. */
export function chooseWindow({ from, to }: Span, now: number): TimeWindow {
  const end = to === undefined ? now : Date.parse(to);
  const begin = from === undefined ? end - daysWithoutSpan * dayMs : Date.parse(from);
  const stepMs = end - begin <= longestInHours ? hourMs : dayMs;
  // A millisecond before the end: the end itself is not in the span.
  const last = startOfStep(Math.max(begin, end - 1), stepMs);
  const bars = Math.round((last - startOfStep(begin, stepMs)) / stepMs) + 1;
  const shown = Math.min(Math.max(bars, fewestBars), mostBars);
  return { begin: last - (shown - 1) * stepMs, stepMs, bars: shown };
}

function startOfStep(time: number, stepMs: number): number {
  const day = startOfDay(time);
  return day + Math.floor((time - day) / stepMs) * stepMs;
}

/** The span that a window asks the console for. */
export function spanOf({ begin, stepMs, bars }: TimeWindow): { from: string; to: string } {
  return { from: toIso(begin), to: toIso(begin + bars * stepMs) };
}

const toIso = (time: number) => new Date(time).toISOString();

/** The bars of a window with their numbers. */
export function fillBars({ begin, stepMs, bars }: TimeWindow, items: CancellationCounts['items']): Bar[] {
  const filled = Array.from({ length: bars }, (_, index): Bar => {
    const start = begin + index * stepMs;
    return { begin: start, end: start + stepMs, counts: sumCounts([]) };
  });
  for (const { from, outcome, count } of items) {
    const counts = filled[Math.floor((Date.parse(from) - begin) / stepMs)]?.counts;
    if (counts !== undefined) counts[outcome ?? 'waiting'] += count;
  }
  return filled;
}

export function sumCounts(bars: readonly Bar[]): Bar['counts'] {
  const sum = { accepted: 0, refused: 0, not_sent: 0, unknown: 0, waiting: 0 };
  for (const { counts } of bars) for (const outcome of barOutcomes) sum[outcome] += counts[outcome];
  return sum;
}

export const totalOf = (counts: Bar['counts']): number =>
  barOutcomes.reduce((total, outcome) => total + counts[outcome], 0);

/** The first and the last of the bars that a span reaches into; null where it reaches none, or all of them. */
export function selectedBars(bars: readonly Bar[], { from, to }: Span): [number, number] | null {
  const isIn = ({ begin, end }: Bar) =>
    (from === undefined || end > Date.parse(from)) && (to === undefined || begin < Date.parse(to));
  const first = bars.findIndex(isIn);
  const last = bars.findLastIndex(isIn);
  return first < 0 || (first === 0 && last === bars.length - 1) ? null : [first, last];
}

/** The span of some bars. It has no end where they reach up to now: what comes next belongs to it. */
export function spanOfBars(first: Bar, last: Bar, now: number): Span {
  return { from: toIso(first.begin), to: last.end > now ? undefined : toIso(last.end) };
}

const weekdays = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];

/** A time's local day and clock: `Mon 23 Nov` and `14:00`. */
function localParts(time: number): { day: string; clock: string } {
  const text = toLocalInput(toIso(time));
  const date = new Date(`${text}Z`);
  const weekday = weekdays[date.getUTCDay()];
  return { day: `${weekday} ${date.getUTCDate()} ${months[date.getUTCMonth()]}`, clock: text.slice(11) };
}

/** `Mon 23 Nov, 14:00–16:00`, `Mon 23 Nov, 22:00 – Tue 24 Nov, 02:00`, `Mon 23 Nov`, `Mon 23 Nov – Tue 24 Nov`. */
export function rangeText({ begin }: Bar, { end }: Bar, stepMs: number): string {
  const [start, stop] = [localParts(begin), localParts(end)];
  if (stepMs === dayMs) {
    const lastDay = localParts(end - 1).day;
    return start.day === lastDay ? start.day : `${start.day} – ${lastDay}`;
  }
  // An hour before midnight ends on the same day, at 24:00.
  if (start.day === localParts(end - 1).day)
    return `${start.day}, ${start.clock}–${stop.clock === '00:00' ? '24:00' : stop.clock}`;
  return `${start.day}, ${start.clock} – ${stop.day}, ${stop.clock}`;
}

const hourSteps = [1, 2, 3, 6, 12, 24];
const daySteps = [1, 2, 7, 14, 28];
const mostTicks = 7;

/** The bars that the axis names. */
export function axisTicks(bars: readonly Bar[], stepMs: number): { index: number; text: string }[] {
  const isDaily = stepMs === dayMs;
  const steps = isDaily ? daySteps : hourSteps;
  const every = steps.find((step) => bars.length / step <= mostTicks) ?? steps.at(-1) ?? 1;
  return bars.flatMap(({ begin }, index) => {
    const { day, clock } = localParts(begin);
    const isTick = isDaily
      ? (bars.length - 1 - index) % every === 0
      : Number(clock.slice(0, 2)) % every === 0;
    const date = day.slice(4);
    return isTick ? [{ index, text: isDaily || clock === '00:00' ? date : clock }] : [];
  });
}
