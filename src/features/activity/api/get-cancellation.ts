import { queryOptions } from '@tanstack/react-query';
import { cancellationDetail, isOpen, paths } from '@/contract';
import { keys } from '@/common/query-keys';
import { pollingInterval } from '@/lib/live-state';
import { read } from '@/lib/read';

/** One record with its history; read again while it is open. */
export function cancellationQuery(id: string) {
  return queryOptions({
    queryKey: keys.cancellation(id),
    meta: { kind: 'cancellation', id },
    queryFn: (context) => read(cancellationDetail, paths.cancellation(id), context),
    refetchInterval: ({ state }) => (isOpen(state.data ?? null) ? pollingInterval() : false),
  });
}
