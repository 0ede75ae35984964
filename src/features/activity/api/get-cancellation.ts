import { queryOptions } from '@tanstack/react-query';
import { cancellationDetail, paths } from '@/contract';
import { keys } from '@/common/query-keys';
import { isOpen } from '@/common/is-open';
import { request } from '@/lib/api-client';
import { pollingInterval } from '@/lib/live-state';
import { querySignal } from '@/lib/query-signal';

/** One record with its history; asked again while it waits for its outcome. */
export function cancellationQuery(id: string) {
  return queryOptions({
    queryKey: keys.cancellation(id),
    queryFn: (context) =>
      request(cancellationDetail, 'GET', paths.cancellation(id), undefined, { signal: querySignal(context) }),
    refetchInterval: ({ state }) => (isOpen(state.data ?? null) ? pollingInterval() : false),
  });
}
