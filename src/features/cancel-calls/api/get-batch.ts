import { queryOptions, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { batch, paths } from '@/contract';
import { keys } from '@/common/query-keys';
import { pollingInterval, useLiveState } from '@/lib/live-state';
import { read } from '@/lib/read';

/** One batch with its targets; read again while it runs. */
export function batchQuery(id: string) {
  return queryOptions({
    queryKey: keys.batch(id),
    queryFn: (context) => read(batch, paths.batch(id), context),
    refetchInterval: ({ state }) => (state.data?.state === 'running' ? pollingInterval() : false),
  });
}

/** The data of a running batch is outdated this long after the last answer, in milliseconds. */
const outdatedAfter = 5000;

/**
 * A batch, and `asOf`: the time (ms since 1970) of its data where the batch ran then and neither the event stream nor
 * an answer has brought anything since; else null.
 */
export function useBatch(id: string) {
  const isLive = useLiveState().phase === 'live';
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
