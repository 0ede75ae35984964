import type { ClockDifference } from '@/contract';
import { Notice } from '@/components/ui/notice';

const whose = { database: 'the database’s', fuse: 'Fuse’s' } as const;

/** A duration in its largest unit, as "2 hours". */
function rough(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000);
  const [count, unit] =
    seconds < 120
      ? [seconds, 'second']
      : seconds < 7200
        ? [Math.round(seconds / 60), 'minute']
        : seconds < 172_800
          ? [Math.round(seconds / 3600), 'hour']
          : [Math.round(seconds / 86_400), 'day'];
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}

/** Says that times may be wrong, by how much, and what to do. */
export default function ClockNotice({ of, aheadMs }: ClockDifference) {
  return (
    <Notice tone="warning" title="Two clocks differ: times may be wrong." className="mx-auto mt-2 max-w-7xl">
      <p>{`It is ${rough(Math.abs(aheadMs))} ${aheadMs > 0 ? 'ahead of' : 'behind'} ${whose[of]} clock.`}</p>
      <p>
        Times on this page and in the journal may be wrong by that much. Tell the person who runs this
        console.
      </p>
    </Notice>
  );
}
