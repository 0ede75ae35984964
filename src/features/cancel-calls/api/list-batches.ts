import { queryOptions, useQuery, type QueryClient } from '@tanstack/react-query';
import { batchPage, paths, type BatchPage, type BatchSummary } from '@/contract';
import { keys } from '@/domain/query-keys';
import { request } from '@/lib/api-client';
import { pollingInterval } from '@/lib/live-state';
import { batchQuery } from './get-batch';

/** The newest batches without their lists; asked again while one of them runs. */
const newestBatches = queryOptions({
  queryKey: keys.newestBatches,
  queryFn: ({ signal }) => request(batchPage, 'GET', `${paths.batches}?limit=200`, undefined, { signal }),
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

/** Puts what the live stream tells of a batch into the newest ones, if they are known. */
export function putBatch(client: QueryClient, summary: BatchSummary): void {
  client.setQueryData<BatchPage>(keys.newestBatches, (page) => {
    if (page === undefined) return page;
    const others = page.items.filter(({ id }) => id !== summary.id);
    const place = others.findIndex(({ requestedAt }) => requestedAt < summary.requestedAt);
    return { ...page, items: others.toSpliced(place < 0 ? others.length : place, 0, summary) };
  });
}
