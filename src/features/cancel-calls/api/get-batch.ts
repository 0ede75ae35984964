import { queryOptions, useQuery } from '@tanstack/react-query';
import { useEffect, useState, useSyncExternalStore } from 'react';
import { batch, paths } from '@/contract';
import { keys } from '@/common/query-keys';
import { request } from '@/lib/api-client';
import { liveState, onLiveState, pollingInterval } from '@/lib/live-state';
import { querySignal } from '@/lib/query-signal';

/** One batch with its list; asked again while it runs. */
export function batchQuery(id: string) {
  return queryOptions({
    queryKey: keys.batch(id),
    queryFn: (context) => request(batch, 'GET', paths.batch(id), undefined, { signal: querySignal(context) }),
    refetchInterval: ({ state }) => (state.data?.state === 'running' ? pollingInterval() : false),
  });
}

/** A running batch of which nothing was heard for this long may have gone on, or not. */
const outdatedAfter = 5000;

/**
 * A batch, and whether what is known of it still holds: `asOf` (ms since 1970) where it ran then, and neither
 * the live stream nor an answer has told of it since; else null.
 */
export function useBatch(id: string) {
  const isLive = useSyncExternalStore(onLiveState, liveState).phase === 'live';
  const query = useQuery(batchQuery(id));
  const running = query.data?.state === 'running';
  const at = running && !isLive ? query.dataUpdatedAt : null;
  const [outdated, setOutdated] = useState<number | null>(null);
  useEffect(() => {
    if (at === null) return;
    const timer = setTimeout(() => setOutdated(at), at + outdatedAfter - Date.now());
    return () => clearTimeout(timer);
  }, [at]);
  const isOutdated = running && (query.isRefetchError || (at !== null && outdated === at));
  return { query, asOf: isOutdated ? query.dataUpdatedAt : null };
}
