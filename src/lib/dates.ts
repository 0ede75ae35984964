import { serverNow, toServerTime } from './server-clock';

// The first use of Intl costs a page more than all else that its first view does, so that it is not used here.
export const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

const twoDigits = (number: number) => String(number).padStart(2, '0');

/** A distance to UTC in minutes: `UTC`, `GMT+1`, `GMT-3:30`. */
function zone(offset: number): string {
  if (offset === 0) return 'UTC';
  const minutes = Math.abs(offset) % 60;
  const hours = Math.floor(Math.abs(offset) / 60);
  return `GMT${offset < 0 ? '-' : '+'}${hours}${minutes === 0 ? '' : `:${twoDigits(minutes)}`}`;
}

/** The local time's distance to UTC as it is now, in minutes. */
export const offsetNow = () => -new Date(serverNow()).getTimezoneOffset();

/** The number of the local day since 1970. */
export const dayOf = (ms: number) => Math.floor((ms + offsetNow() * 60_000) / 86_400_000);

/**
 * Every time on the page is written here: `23 Nov 2026, 14:03:12 GMT+1`, with or without day, year and seconds. The
 * zone is the one that holds now, also for a day of the other half of the year: two times on one page can be compared.
 */
function write(ms: number, { day = false, year = false, seconds = false, milliseconds = false }): string {
  const offset = offsetNow();
  const date = new Date(ms + offset * 60_000);
  const clock = [date.getUTCHours(), date.getUTCMinutes(), ...(seconds ? [date.getUTCSeconds()] : [])];
  const fraction = milliseconds ? `.${String(date.getUTCMilliseconds()).padStart(3, '0')}` : '';
  const time = `${clock.map(twoDigits).join(':')}${fraction} ${zone(offset)}`;
  if (!day) return time;
  const month = months[date.getUTCMonth()];
  return `${date.getUTCDate()} ${month}${year ? ` ${date.getUTCFullYear()}` : ''}, ${time}`;
}

/** Time with its zone, and the day if it is not that of `now`: `14:03 GMT+1`, `21 Nov, 14:03 GMT+1`. */
export function shortTime(iso: string, now: number): string {
  const ms = Date.parse(iso);
  return write(ms, { day: dayOf(ms) !== dayOf(now) });
}

/** Day and time with seconds and zone: `23 Nov 2026, 14:03:12 GMT+1`. */
export function fullTime(iso: string): string {
  return write(Date.parse(iso), { day: true, year: true, seconds: true });
}

/** The same with milliseconds, for times that only these tell apart: `23 Nov 2026, 14:03:12.345 GMT+1`. */
export function exactTime(iso: string): string {
  return write(Date.parse(iso), { day: true, year: true, seconds: true, milliseconds: true });
}

/** Time of day with seconds and zone, from milliseconds since 1970: `14:03:12 GMT+1`. */
export function timeOfDay(ms: number): string {
  return write(ms, { seconds: true });
}

/** Time of day with seconds and zone, of a moment that the browser’s own clock has told. */
export function asOfTime(ms: number): string {
  return timeOfDay(toServerTime(ms));
}

/** How long ago in one unit, rounded down: `12 s ago`, `3 min ago`, `5 d ago`. */
export function ago(iso: string, now: number): string {
  const seconds = Math.floor((now - Date.parse(iso)) / 1000);
  if (seconds < 5) return 'just now';
  if (seconds < 60) return `${seconds} s ago`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ago`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3600)} h ago`;
  return `${Math.floor(seconds / 86_400)} d ago`;
}
