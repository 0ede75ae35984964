import { exactTime, fullTime } from '@/lib/dates';

/** A time as `23 Nov 2026, 14:03:12 GMT+1`, `isExact` with milliseconds; the ISO instant is in the tooltip. */
export function FullTime({ iso, isExact = false }: { iso: string; isExact?: boolean }) {
  return (
    <time dateTime={iso} title={iso} className="tabular">
      {isExact ? exactTime(iso) : fullTime(iso)}
    </time>
  );
}
