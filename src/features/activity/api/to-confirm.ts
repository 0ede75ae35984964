import type { Cancellation } from '@/contract';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useRules } from '@/common/grants';
import { journalQuery } from './list-cancellations';

/** A number of outcomes: `3`, `50+` where there are more pages, empty for none. */
function useCount(confirmed: 'no' | 'overdue', isEnabled = true): string {
  const { data } = useInfiniteQuery({ ...journalQuery({ confirmed }), enabled: isEnabled });
  const pages = data?.pages ?? [];
  const count = pages.reduce((sum, page) => sum + page.items.length, 0);
  if (count === 0) return '';
  const isAll = pages.some((page) => page.nextCursor === null);
  return isAll ? String(count) : `${count}+`;
}

/** The number of outcomes to confirm, as text; empty for none. */
export function useToConfirm(): string {
  return useCount('no');
}

/** The number of those that are late, as text and empty for none; null where no rule says by when. */
export function useOverdue(): string | null {
  const hasReviews = useRules().some(({ review }) => review !== undefined);
  const count = useCount('overdue', hasReviews);
  return hasReviews ? count : null;
}

/** The newest record besides this one that the person can confirm; null where there is none. */
export function useNextToConfirm(id: string, canConfirm: (record: Cancellation) => boolean): string | null {
  const { data } = useInfiniteQuery(journalQuery({ confirmed: 'no' }));
  const records = data?.pages.flatMap(({ items }) => items) ?? [];
  return records.find((record) => record.id !== id && canConfirm(record))?.id ?? null;
}
