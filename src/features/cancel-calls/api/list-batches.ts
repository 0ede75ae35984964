import { queryOptions, useQuery } from '@tanstack/react-query';
import { batchPage, paths, type BatchSummary } from '@/contract';
import { keys } from '@/common/query-keys';
import { pollingInterval } from '@/lib/live-state';
import { read } from '@/lib/read';
import { batchQuery } from './get-batch';

/** The newest batches without their targets; read again while one of them runs. */
export const newestBatches = queryOptions({
  queryKey: keys.newestBatches,
  queryFn: (context) => read(batchPage, `${paths.batches}?limit=200`, context),
  refetchInterval: ({ state }) =>
    state.data?.items.some((summary) => summary.state === 'running') ? pollingInterval() : false,
});

/** A batch without its targets: from the newest batches, or, if it is older, read by itself. */
export function useBatchSummary(id: string): BatchSummary | undefined {
  const newest = useQuery(newestBatches);
  const summary = newest.data?.items.find((item) => item.id === id);
  const older = useQuery({ ...batchQuery(id), enabled: !newest.isPending && summary === undefined });
  return summary ?? older.data;
}

const none: BatchSummary[] = [];

/** Those of the newest batches that ended before their first cancellation, newest first. */
export function useUnrecordedBatches(): readonly BatchSummary[] {
  const { data } = useQuery({
    ...newestBatches,
    select: ({ items }) =>
      items.filter(({ state, counts }) => state !== 'running' && counts.done + counts.current === 0),
  });
  return data ?? none;
}
