const sameDay = new Intl.DateTimeFormat('en-GB', { dateStyle: 'short' });
const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', timeZoneName: 'short' });
const clockWithSeconds = new Intl.DateTimeFormat('en-GB', { timeStyle: 'medium' });
const dayAndClock = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
  timeZoneName: 'short',
});
const full = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  timeZoneName: 'short',
});

/** Local time with its zone, and the day if it is not today: `14:03 CET`, `21 Nov, 14:03 CET`. */
export function shortTime(iso: string, now: number): string {
  const date = new Date(iso);
  const today = sameDay.format(date) === sameDay.format(now);
  return (today ? clock : dayAndClock).format(date);
}

/** Local day and time with seconds and zone: `23 Nov 2026, 14:03:12 CET`. */
export function fullTime(iso: string): string {
  return full.format(new Date(iso));
}

/** Local time of day with seconds, from milliseconds since 1970: `14:03:12`. */
export function timeOfDay(ms: number): string {
  return clockWithSeconds.format(ms);
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

/** A span between two instants as people say it: `0.8 s`, `30 s`, `2 min 5 s`. */
export function span(fromIso: string, toIso: string): string {
  const ms = Math.max(0, Date.parse(toIso) - Date.parse(fromIso));
  if (ms < 10_000) return `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  return seconds < 120 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}
