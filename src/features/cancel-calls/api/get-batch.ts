import { queryOptions, useQuery, type QueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { batch, paths, type Batch, type BatchSummary } from '@/contract';
import { keys } from '@/domain/query-keys';
import { request } from '@/lib/api-client';

/** The stream tells of each step; this finds out when it does not. */
const every = 3000;

/** One batch with its list; asked again while it runs. */
export function batchQuery(id: string) {
  return queryOptions({
    queryKey: keys.batch(id),
    queryFn: ({ signal }) => request(batch, 'GET', paths.batch(id), undefined, { signal }),
    refetchInterval: ({ state }) => (state.data?.state === 'running' ? every : false),
  });
}

/** A running batch that was not told of for this long may have gone on, or not. */
const outdatedAfter = 8000;

/**
 * A batch, and whether what is known of it still holds: `asOf` (ms since 1970) where it ran then and could
 * not be asked since, else null.
 */
export function useBatch(id: string) {
  const query = useQuery(batchQuery(id));
  const running = query.data?.state === 'running';
  const at = running ? query.dataUpdatedAt : null;
  const [outdated, setOutdated] = useState<number | null>(null);
  useEffect(() => {
    if (at === null) return;
    const timer = setTimeout(() => setOutdated(at), at + outdatedAfter - Date.now());
    return () => clearTimeout(timer);
  }, [at]);
  return { query, asOf: query.isRefetchError || outdated === at ? at : null };
}

/** Takes what the live stream tells of a batch: its counts at once, and its list by asking for it. */
export function applyBatchEvent(client: QueryClient, summary: BatchSummary): void {
  const key = keys.batch(summary.id);
  client.setQueryData<Batch>(key, (known) => known && { ...known, ...summary });
  void client.invalidateQueries({ queryKey: key });
}
