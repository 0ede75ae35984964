import { describe, expect, it } from 'vitest';
import { startOfDay } from '@/lib/calendar';
import {
  axisTicks,
  chooseWindow,
  fillBars,
  rangeText,
  selectedBars,
  spanOf,
  spanOfBars,
  sumCounts,
} from './time-window';

const hour = 3_600_000;
const day = 24 * hour;
const midnight = startOfDay(Date.parse('2026-11-23T12:00:00.000Z'));
/** 14:20 by the local clock. */
const now = midnight + 14 * hour + 20 * 60_000;
const iso = (time: number) => new Date(time).toISOString();

describe('the window of a histogram', () => {
  it.each([
    ['no span: the last thirty days', {}, { begin: midnight - 30 * day, stepMs: day, bars: 31 }],
    ['eight hours', { from: iso(now - 8 * hour) }, { begin: midnight + 6 * hour, stepMs: hour, bars: 9 }],
    ['today', { from: iso(midnight) }, { begin: midnight, stepMs: hour, bars: 15 }],
    ['a week', { from: iso(midnight - 6 * day) }, { begin: midnight - 6 * day, stepMs: day, bars: 7 }],
    [
      'an hour, with some before it',
      { from: iso(midnight + 9 * hour), to: iso(midnight + 10 * hour) },
      { begin: midnight + 4 * hour, stepMs: hour, bars: 6 },
    ],
    [
      'a day that is over',
      { from: iso(midnight - day), to: iso(midnight) },
      { begin: midnight - day, stepMs: hour, bars: 24 },
    ],
    ['an end alone', { to: iso(midnight) }, { begin: midnight - 30 * day, stepMs: day, bars: 30 }],
    [
      'years: the newest part',
      { from: '2020-01-01T00:00:00.000Z' },
      { begin: midnight - 91 * day, stepMs: day, bars: 92 },
    ],
    [
      'an end before the beginning',
      { from: iso(now), to: iso(now - day) },
      { begin: midnight + 9 * hour, stepMs: hour, bars: 6 },
    ],
  ])('holds %s', (_, span, expected) => {
    expect(chooseWindow(span, now)).toEqual(expected);
  });

  it('has its numbers in its bars, and none that are not of it', () => {
    const window = chooseWindow({}, now);
    const items = [
      { from: iso(midnight + 14 * hour), outcome: 'accepted', count: 3 },
      { from: iso(midnight), outcome: 'accepted', count: 2 },
      { from: iso(midnight), outcome: null, count: 1 },
      { from: iso(midnight - hour), outcome: 'refused', count: 4 },
      { from: iso(midnight - 40 * day), outcome: 'refused', count: 9 },
    ] as const;
    const bars = fillBars(window, [...items]);
    expect(bars).toHaveLength(31);
    expect(bars.at(-1)?.counts).toEqual({ accepted: 5, refused: 0, not_sent: 0, unknown: 0, waiting: 1 });
    expect(bars.at(-2)?.counts.refused).toBe(4);
    expect(sumCounts(bars)).toEqual({ accepted: 5, refused: 4, not_sent: 0, unknown: 0, waiting: 1 });
    expect(spanOf(window)).toEqual({ from: iso(midnight - 30 * day), to: iso(midnight + day) });
  });

  it('tells which bars the list is filtered to, and what picking bars filters it to', () => {
    const bars = fillBars(chooseWindow({ from: iso(midnight) }, now), []);
    expect(selectedBars(bars, {})).toBeNull();
    expect(selectedBars(bars, { from: iso(midnight - day) })).toBeNull();
    expect(selectedBars(bars, { from: iso(midnight + 1.5 * hour), to: iso(midnight + 3 * hour) })).toEqual([
      1, 2,
    ]);
    expect(selectedBars(bars, { from: iso(now + day) })).toBeNull();
    expect(spanOfBars(bars[1]!, bars[2]!, now)).toEqual({
      from: iso(midnight + hour),
      to: iso(midnight + 3 * hour),
    });
    // What comes from now on belongs to the last bar.
    expect(spanOfBars(bars[14]!, bars[14]!, now)).toEqual({ from: iso(midnight + 14 * hour), to: undefined });
  });

  it('says its ranges and ticks in local time', () => {
    const hours = fillBars(chooseWindow({ from: iso(midnight - 4 * hour) }, now), []);
    expect(rangeText(hours[5]!, hours[6]!, hour)).toBe('Mon 23 Nov, 01:00–03:00');
    expect(rangeText(hours[3]!, hours[3]!, hour)).toBe('Sun 22 Nov, 23:00–24:00');
    expect(rangeText(hours[2]!, hours[5]!, hour)).toBe('Sun 22 Nov, 22:00 – Mon 23 Nov, 02:00');
    expect(axisTicks(hours, hour).map(({ text }) => text)).toEqual([
      '21:00',
      '23 Nov',
      '03:00',
      '06:00',
      '09:00',
      '12:00',
    ]);
    const days = fillBars(chooseWindow({}, now), []);
    expect(rangeText(days[29]!, days[29]!, day)).toBe('Sun 22 Nov');
    expect(rangeText(days[29]!, days[30]!, day)).toBe('Sun 22 Nov – Mon 23 Nov');
    expect(axisTicks(days, day).at(-1)).toEqual({ index: 30, text: '23 Nov' });
  });
});
