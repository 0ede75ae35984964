import { queryOptions } from '@tanstack/react-query';
import { cancellation, paths } from '@/contract';
import { keys } from '@/domain/query-keys';
import { isOpen } from '@/domain/saved-list';
import { request } from '@/lib/api-client';

/** One record; asked again every 2 s while it waits for its outcome. */
export function cancellationQuery(id: string) {
  return queryOptions({
    queryKey: keys.cancellation(id),
    queryFn: ({ signal }) => request(cancellation, 'GET', paths.cancellation(id), undefined, { signal }),
    refetchInterval: ({ state }) => (isOpen(state.data ?? null) ? 2000 : false),
  });
}
