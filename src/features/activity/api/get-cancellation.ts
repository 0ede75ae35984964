import { queryOptions } from '@tanstack/react-query';
import { cancellationDetail, isOpen, paths } from '@/contract';
import { keys } from '@/common/query-keys';
import { request } from '@/lib/api-client';
import { pollingInterval } from '@/lib/live-state';
import { querySignal } from '@/lib/query-signal';

/** One record with its history; read again while it is open. */
export function cancellationQuery(id: string) {
  return queryOptions({
    queryKey: keys.cancellation(id),
    meta: { kind: 'cancellation', id },
    queryFn: (context) =>
      request(cancellationDetail, 'GET', paths.cancellation(id), undefined, { signal: querySignal(context) }),
    refetchInterval: ({ state }) => (isOpen(state.data ?? null) ? pollingInterval() : false),
  });
}
