import { infiniteQueryOptions } from '@tanstack/react-query';
import { isCancellationPage } from '@/contract/guards';
import { paths } from '@/contract/paths';
import { filterParams, keys, type JournalFilters } from '@/common/query-keys';
import { isOpen } from '@/common/is-open';
import { guarded, request } from '@/lib/api-client';
import { pollingInterval } from '@/lib/live-state';
import { querySignal } from '@/lib/query-signal';

const pageSize = 50;
const pageReply = guarded(isCancellationPage);

/** The journal, newest first, a page at a time; asked again while an entry waits. */
export function journalQuery(filters: JournalFilters) {
  return infiniteQueryOptions({
    queryKey: keys.journal(filters),
    meta: { filters },
    queryFn: (context) => {
      const query = filterParams(filters);
      query.set('limit', String(pageSize));
      if (context.pageParam !== null) query.set('cursor', context.pageParam);
      return request(pageReply, 'GET', `${paths.cancellations}?${query}`, undefined, {
        signal: querySignal(context),
      });
    },
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    refetchInterval: ({ state }) =>
      state.data?.pages.some((page) => page.items.some(isOpen)) ? pollingInterval() : false,
  });
}
