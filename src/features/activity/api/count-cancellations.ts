import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { cancellationCounts, paths, type CountsQuery } from '@/contract';
import { filterParams, keys } from '@/common/query-keys';
import { request } from '@/lib/api-client';
import { querySignal } from '@/lib/query-signal';

/** While one record follows another, the numbers are read again so often. */
const refreshMs = 2_000;

/** Numbers of cancellations by hour and outcome; read again some time after a record has arrived. */
export function countsQuery(query: CountsQuery) {
  return queryOptions({
    queryKey: [...keys.counts, query] as const,
    queryFn: (context) =>
      request(cancellationCounts, 'GET', `${paths.cancellationCounts}?${filterParams(query)}`, undefined, {
        signal: querySignal(context),
      }),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => (state.isInvalidated ? refreshMs : false),
  });
}
