import * as fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { ago, asOfTime, fullTime, shortTime, timeOfDay } from './dates';
import { forgetServerClock, learnServerTime, serverNow } from './server-clock';

const machine = process.env['TZ'];
afterEach(() => {
  vi.useRealTimers();
  forgetServerClock();
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
    vi.setSystemTime(new Date(2026, 0, 2));
    const at = new Date(2026, 0, 2, 3, 4, 5);
    expect(shortTime(at.toISOString(), at.getTime())).toBe(`03:04 ${winter}`);
    expect(shortTime(at.toISOString(), new Date(2026, 0, 3).getTime())).toBe(`2 Jan, 03:04 ${winter}`);
    expect(timeOfDay(at.getTime())).toBe(`03:04:05 ${winter}`);
    expect(fullTime(at.toISOString())).toBe(`2 Jan 2026, 03:04:05 ${winter}`);
  });

  it('tells the same hour and day as the platform does, in the zone that holds now', () => {
    process.env['TZ'] = name;
    const offset = -new Date().getTimezoneOffset() * 60_000;
    const platform = new Intl.DateTimeFormat('en-GB', {
      timeZone: 'UTC',
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
          const expected = platform.format(date.getTime() + offset).replace('Sept', 'Sep');
          expect(shortTime(date.toISOString(), 0).replace(/ [UG]\S+$/, '')).toBe(expected);
        },
      ),
    );
  });
});

it('two times on one page stand in one zone, whatever the season of each', () => {
  process.env['TZ'] = 'Europe/Berlin';
  vi.setSystemTime('2026-11-30T12:00:00.000Z');
  const now = Date.now();
  expect(shortTime('2026-07-01T12:00:00.000Z', now)).toBe('1 Jul, 13:00 GMT+1');
  expect(fullTime('2026-07-01T12:00:00.000Z')).toBe('1 Jul 2026, 13:00:00 GMT+1');
  vi.setSystemTime('2026-07-01T12:00:00.000Z');
  expect(shortTime('2026-07-01T12:00:00.000Z', Date.now())).toBe('14:00 GMT+2');
});

describe('a browser whose clock is three hours late', () => {
  const server = Date.parse('2026-11-30T12:00:00.000Z');
  const late = () => vi.setSystemTime(server - 3 * 3_600_000);

  it('counts ages by the clock of the server', () => {
    late();
    const iso = '2026-11-30T11:50:00.000Z';
    expect(ago(iso, serverNow())).toBe('just now');
    learnServerTime(server + 500, false);
    expect(ago(iso, serverNow())).toBe('10 min ago');
    process.env['TZ'] = 'UTC';
    expect(asOfTime(Date.now())).toBe('12:00:00 UTC');
  });

  it('believes a heartbeat more than the date of an answer, and leaves out what the network adds', () => {
    late();
    learnServerTime(server, true);
    learnServerTime(server + 900_000, false);
    learnServerTime(server + 1500, true);
    expect(serverNow()).toBe(server);
  });
});
