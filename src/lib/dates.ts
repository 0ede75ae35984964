// The first use of Intl costs a page more than all else that its first view does, so that it is not used here.
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

const twoDigits = (number: number) => String(number).padStart(2, '0');

/** The local time's distance to UTC: `UTC`, `GMT+1`, `GMT-3:30`. */
function zone(date: Date): string {
  const offset = -date.getTimezoneOffset();
  if (offset === 0) return 'UTC';
  const minutes = Math.abs(offset) % 60;
  const hours = Math.floor(Math.abs(offset) / 60);
  return `GMT${offset < 0 ? '-' : '+'}${hours}${minutes === 0 ? '' : `:${twoDigits(minutes)}`}`;
}

/** Local time with its zone, and the day if it is not today: `14:03 GMT+1`, `21 Nov, 14:03 GMT+1`. */
export function shortTime(iso: string, now: number): string {
  const date = new Date(iso);
  const clock = `${twoDigits(date.getHours())}:${twoDigits(date.getMinutes())} ${zone(date)}`;
  if (date.toDateString() === new Date(now).toDateString()) return clock;
  return `${date.getDate()} ${months[date.getMonth()]}, ${clock}`;
}

/** Local time of day with seconds, from milliseconds since 1970: `14:03:12`. */
export function timeOfDay(ms: number): string {
  const date = new Date(ms);
  return [date.getHours(), date.getMinutes(), date.getSeconds()].map(twoDigits).join(':');
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
