import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { cancellationCounts, paths, type CountsQuery } from '@/contract';
import { filterParams, keys } from '@/common/query-keys';
import { read } from '@/lib/read';

/** While one record follows another, the numbers are read again so often. */
const refreshMs = 2_000;

/** Numbers of cancellations by hour and outcome; read again some time after a record has arrived. */
export function countsQuery(query: CountsQuery) {
  return queryOptions({
    queryKey: [...keys.counts, query] as const,
    queryFn: (context) =>
      read(cancellationCounts, `${paths.cancellationCounts}?${filterParams(query)}`, context),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => (state.isInvalidated ? refreshMs : false),
  });
}
