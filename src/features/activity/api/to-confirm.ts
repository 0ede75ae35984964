import { useInfiniteQuery } from '@tanstack/react-query';
import { journalQuery } from './list-cancellations';

/** The number of outcomes to confirm: `3`, `50+` where there are more pages, empty for none. */
export function useToConfirm(): string {
  const { data } = useInfiniteQuery(journalQuery({ confirmed: 'no' }));
  const pages = data?.pages ?? [];
  const count = pages.reduce((sum, page) => sum + page.items.length, 0);
  if (count === 0) return '';
  const isAll = pages.some((page) => page.nextCursor === null);
  return isAll ? String(count) : `${count}+`;
}

/** The newest record to confirm besides this one; null where there is none. */
export function useNextToConfirm(id: string): string | null {
  const { data } = useInfiniteQuery(journalQuery({ confirmed: 'no' }));
  const records = data?.pages.flatMap(({ items }) => items) ?? [];
  return records.find((record) => record.id !== id)?.id ?? null;
}
