import { fullTime } from '@/lib/dates';

/** A time as `23 Nov 2026, 14:03:12 GMT+1`; the ISO instant is in the tooltip. */
export function FullTime({ iso }: { iso: string }) {
  return (
    <time dateTime={iso} title={iso} className="tabular">
      {fullTime(iso)}
    </time>
  );
}
