import { ago, shortTime } from '@/lib/dates';
import { useNow } from '@/lib/use-now';

/** A time as `3 min ago, 14:03 CET`; the ISO instant is in the tooltip. */
export function TimeText({ iso }: { iso: string }) {
  const now = useNow();
  return (
    <time dateTime={iso} title={iso} className="tabular">
      <span>{ago(iso, now)}</span>
      <span>{`, ${shortTime(iso, now)}`}</span>
    </time>
  );
}
