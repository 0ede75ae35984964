/** Made when it is first asked: the first formatter of a page takes longer than all else that its modules do. */
function formatter(options: Intl.DateTimeFormatOptions): (date: Date | number) => string {
  let made: Intl.DateTimeFormat | undefined;
  return (date) => (made ??= new Intl.DateTimeFormat('en-GB', options)).format(date);
}

const clock = formatter({ hour: '2-digit', minute: '2-digit', timeZoneName: 'short' });
const clockWithSeconds = formatter({ timeStyle: 'medium' });
const dayAndClock = formatter({
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
  timeZoneName: 'short',
});

/** Local time with its zone, and the day if it is not today: `14:03 CET`, `21 Nov, 14:03 CET`. */
export function shortTime(iso: string, now: number): string {
  const date = new Date(iso);
  const today = date.toDateString() === new Date(now).toDateString();
  return (today ? clock : dayAndClock)(date);
}

/** Local time of day with seconds, from milliseconds since 1970: `14:03:12`. */
export function timeOfDay(ms: number): string {
  return clockWithSeconds(ms);
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
