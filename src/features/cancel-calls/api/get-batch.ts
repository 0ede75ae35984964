import { queryOptions, type QueryClient } from '@tanstack/react-query';
import { batch, paths, type Batch, type BatchSummary } from '@/contract';
import { keys } from '@/domain/query-keys';
import { request } from '@/lib/api-client';
import { pollingInterval } from '@/lib/live-state';

/** One batch with its list; asked again while it runs. */
export function batchQuery(id: string) {
  return queryOptions({
    queryKey: keys.batch(id),
    queryFn: ({ signal }) => request(batch, 'GET', paths.batch(id), undefined, { signal }),
    refetchInterval: ({ state }) => (state.data?.state === 'running' ? pollingInterval() : false),
  });
}

/** Takes what the live stream tells of a batch: its counts at once, and its list by asking for it. */
export function applyBatchEvent(client: QueryClient, summary: BatchSummary): void {
  const key = keys.batch(summary.id);
  client.setQueryData<Batch>(key, (known) => known && { ...known, ...summary });
  void client.invalidateQueries({ queryKey: key });
}
