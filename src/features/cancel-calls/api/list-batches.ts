import { queryOptions, useQuery } from '@tanstack/react-query';
import { batchPage, paths, type BatchSummary } from '@/contract';
import { keys } from '@/common/query-keys';
import { request } from '@/lib/api-client';
import { pollingInterval } from '@/lib/live-state';
import { querySignal } from '@/lib/query-signal';
import { batchQuery } from './get-batch';

/** The newest batches without their lists; asked again while one of them runs. */
export const newestBatches = queryOptions({
  queryKey: keys.newestBatches,
  queryFn: (context) =>
    request(batchPage, 'GET', `${paths.batches}?limit=200`, undefined, { signal: querySignal(context) }),
  refetchInterval: ({ state }) =>
    state.data?.items.some((one) => one.state === 'running') ? pollingInterval() : false,
});

/** A batch without its list, from one answer for all that are shown; only an older one is asked for itself. */
export function useBatchSummary(id: string): BatchSummary | undefined {
  const newest = useQuery(newestBatches);
  const known = newest.data?.items.find((one) => one.id === id);
  const older = useQuery({ ...batchQuery(id), enabled: !newest.isPending && known === undefined });
  return known ?? older.data;
}

const none: BatchSummary[] = [];

/** Of the newest batches those that ended before their first cancellation, newest first. */
export function useUnrecordedBatches(): readonly BatchSummary[] {
  const { data } = useQuery({
    ...newestBatches,
    select: ({ items }) =>
      items.filter(({ state, counts }) => state !== 'running' && counts.done + counts.current === 0),
  });
  return data ?? none;
}
