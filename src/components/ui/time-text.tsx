import { ago, fullTime, shortTime } from '@/lib/dates';
import { useNow } from '@/lib/use-now';

/** A time as `3 min ago, 14:03 CET`, or in full; the ISO instant is in the tooltip. */
export function TimeText({ iso, full = false }: { iso: string; full?: boolean }) {
  return (
    <time dateTime={iso} title={iso} className="tabular">
      {full ? fullTime(iso) : <Relative iso={iso} />}
    </time>
  );
}

function Relative({ iso }: { iso: string }) {
  const now = useNow();
  return `${ago(iso, now)}, ${shortTime(iso, now)}`;
}
