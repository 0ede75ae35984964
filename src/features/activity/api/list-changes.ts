import { infiniteQueryOptions } from '@tanstack/react-query';
import { changePage, paths, type ChangeFilters } from '@/contract';
import { filterParams, keys } from '@/common/query-keys';
import { request } from '@/lib/api-client';
import { querySignal } from '@/lib/query-signal';

const pageSize = 50;

/** The changes on record, newest first, a page at a time. Nobody can change them, so they are read when one looks. */
export function changesQuery(filters: ChangeFilters) {
  return infiniteQueryOptions({
    queryKey: keys.changes(filters),
    queryFn: (context) => {
      const params = filterParams(filters);
      params.set('limit', String(pageSize));
      if (context.pageParam !== null) params.set('cursor', context.pageParam);
      return request(changePage, 'GET', `${paths.changes}?${params}`, undefined, {
        signal: querySignal(context),
      });
    },
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    staleTime: 0,
  });
}
