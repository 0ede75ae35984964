import { infiniteQueryOptions } from '@tanstack/react-query';
import { cancellationPage, isOpen, paths, type JournalFilters } from '@/contract';
import { filterParams, keys } from '@/common/query-keys';
import { request } from '@/lib/api-client';
import { pollingInterval } from '@/lib/live-state';
import { querySignal } from '@/lib/query-signal';

const pageSize = 50;

/** The journal, newest first, a page at a time; read again while an entry is open. */
export function journalQuery(filters: JournalFilters) {
  return infiniteQueryOptions({
    queryKey: keys.journal(filters),
    meta: { kind: 'journal', filters },
    queryFn: (context) => {
      const params = filterParams(filters);
      params.set('limit', String(pageSize));
      if (context.pageParam !== null) params.set('cursor', context.pageParam);
      return request(cancellationPage, 'GET', `${paths.cancellations}?${params}`, undefined, {
        signal: querySignal(context),
      });
    },
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    refetchInterval: ({ state }) =>
      state.data?.pages.some((page) => page.items.some(isOpen)) ? pollingInterval() : false,
  });
}
