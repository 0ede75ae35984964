import type { Cancellation } from '@/contract';
import { FullTime } from '@/components/ui/full-time';
import { OverdueMark } from '@/common/overdue-mark';
import { isolated } from '@/lib/isolated';

/** By when and by whom an outcome is to be confirmed, or that it is too late for that. */
export function ReviewLine({ record }: { record: Cancellation }) {
  const { review, person } = record;
  if (review === null) return null;
  return (
    <p className="text-sm wrap-anywhere">
      {review.isOverdue ? (
        <OverdueMark record={record} words="Review overdue" />
      ) : (
        <span>To be confirmed</span>
      )}
      <span>{review.isOverdue ? ' since ' : ' by '}</span>
      <FullTime iso={review.dueAt} />
      {review.byAnother && <span>{`, by somebody other than ${isolated(person)}`}</span>}
    </p>
  );
}
