import * as fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { shortTime, timeOfDay } from './dates';

const machine = process.env['TZ'];
afterEach(() => {
  process.env['TZ'] = machine;
});

describe.each([
  ['UTC', 'UTC'],
  ['Europe/Berlin', 'GMT+1'],
  ['America/New_York', 'GMT-5'],
  ['Asia/Kathmandu', 'GMT+5:45'],
  ['America/St_Johns', 'GMT-3:30'],
])('in %s', (name, winter) => {
  it('tells local time with its zone', () => {
    process.env['TZ'] = name;
    const at = new Date(2026, 0, 2, 3, 4, 5);
    expect(shortTime(at.toISOString(), at.getTime())).toBe(`03:04 ${winter}`);
    expect(shortTime(at.toISOString(), new Date(2026, 0, 3).getTime())).toBe(`2 Jan, 03:04 ${winter}`);
    expect(timeOfDay(at.getTime())).toBe('03:04:05');
  });

  it('tells the same hour and day as the platform does', () => {
    process.env['TZ'] = name;
    const platform = new Intl.DateTimeFormat('en-GB', {
      timeZone: name,
      day: 'numeric',
      month: 'short',
      hour: '2-digit',
      minute: '2-digit',
    });
    fc.assert(
      fc.property(
        fc.date({ min: new Date('1980-01-01'), max: new Date('2100-01-01'), noInvalidDate: true }),
        (date) => {
          // The platform shortens September to four letters.
          const expected = platform.format(date).replace('Sept', 'Sep');
          expect(shortTime(date.toISOString(), 0).replace(/ [UG]\S+$/, '')).toBe(expected);
        },
      ),
    );
  });
});
