import { Hourglass } from 'lucide-react';
import type { Cancellation } from '../contract';

/** That nobody has confirmed an outcome in time, as an hourglass and in words; nothing for any other record. */
export function OverdueMark({
  record,
  words = 'Overdue',
}: {
  record: Pick<Cancellation, 'review'>;
  words?: string;
}) {
  return (
    record.review?.isOverdue === true && (
      <span className="font-semibold text-warning">
        <Hourglass className="mr-1 inline size-[1em]" />
        <span>{words}</span>
      </span>
    )
  );
}
