import { dayOf, months, offsetNow } from './dates';

const weekdays = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

/** The local day of a time, for a heading: `Today, 23 Nov`, `Yesterday, 22 Nov`, `Saturday, 21 Nov 2026`. */
export function dayName(iso: string, now: number): string {
  const ms = Date.parse(iso);
  const date = new Date(ms + offsetNow() * 60_000);
  const day = `${date.getUTCDate()} ${months[date.getUTCMonth()]}`;
  const daysAgo = dayOf(now) - dayOf(ms);
  if (daysAgo === 0) return `Today, ${day}`;
  if (daysAgo === 1) return `Yesterday, ${day}`;
  return `${weekdays[date.getUTCDay()]}, ${day} ${date.getUTCFullYear()}`;
}

/** When the local day of a time began, and in a zone whose clock was changed since, by the clock of now. */
export function startOfDay(ms: number): number {
  return dayOf(ms) * 86_400_000 - offsetNow() * 60_000;
}

/** A time as an `<input type="datetime-local">` holds it: `2026-11-23T14:03`. */
export function toLocalInput(iso: string): string {
  return new Date(Date.parse(iso) + offsetNow() * 60_000).toISOString().slice(0, 16);
}

/** The instant of what such an input holds; undefined where it holds no whole time. */
export function fromLocalInput(text: string): string | undefined {
  const ms = Date.parse(`${text.slice(0, 16)}:00.000Z`) - offsetNow() * 60_000;
  return Number.isNaN(ms) ? undefined : new Date(ms).toISOString();
}
