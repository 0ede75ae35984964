import { useInfiniteQuery } from '@tanstack/react-query';
import type { Cancellation } from '@/contract';
import { isProduction } from '@/common/environments';
import { journalQuery } from './list-cancellations';

/**
 * Unconfirmed unknown and refused outcomes of production, newest first: these must not leave a shared screen because
 * newer ones arrived. Each outcome has a query of its own, so that many accepted ones do not push them off its page.
 */
export function useUnresolved(): { records: Cancellation[]; unknownCount: string; isPending: boolean } {
  const unknown = useInfiniteQuery(journalQuery({ confirmed: 'no', outcome: 'unknown' }));
  const refused = useInfiniteQuery(journalQuery({ confirmed: 'no', outcome: 'refused' }));
  const unknowns = unknown.data?.pages.flatMap((page) => page.items) ?? [];
  const refusals = refused.data?.pages.flatMap((page) => page.items) ?? [];
  return {
    records: [...unknowns, ...refusals]
      .filter(({ environment }) => isProduction(environment))
      .sort((one, other) => other.requestedAt.localeCompare(one.requestedAt)),
    isPending: unknown.isPending || refused.isPending,
    unknownCount: `${unknowns.length}${unknown.hasNextPage ? '+' : ''}`,
  };
}
