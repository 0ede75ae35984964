import { QueryObserver, type QueryClient } from '@tanstack/react-query';
import { views } from '@/contract';
import { keys } from '@/common/query-keys';
import { ApiError } from '@/lib/api-client';
import { onSessionEnd } from '@/lib/session-end';
import { batchQuery } from '../api/get-batch';
import { showBatchEnd, showBatchStart } from './batch-toast';
import { keepRunning } from './running-batches';

/** Ends the watch of each batch that is watched. */
const watched = new Map<string, () => void>();

onSessionEnd(() => {
  for (const [id, stop] of watched) {
    stop();
    keepRunning(id, false);
  }
  watched.clear();
});

/** Whether this tab has started it and not told its end yet. */
export const isWatched = (id: string): boolean => watched.has(id);

/**
 * Follows a batch started in this tab, on whatever view one is, and says once how it ended. With `tellsThatItRuns` also
 * that it runs, unless its own view says so: after the page was loaded anew, or where the answer was lost. With
 * `mayBegin` it may not be on record yet.
 */
export function watchBatch(
  client: QueryClient,
  id: string,
  { tellsThatItRuns = false, mayBegin = false } = {},
): void {
  if (watched.has(id)) return;
  keepRunning(id, true);
  const observer = new QueryObserver(client, batchQuery(id));
  let stop = () => {};
  watched.set(id, () => stop());
  const look = () => {
    const { data, error } = observer.getCurrentResult();
    const isGone = data === undefined && error instanceof ApiError && error.problem.code === 'not_found';
    if (!(isGone && !mayBegin) && (data === undefined || data.state === 'running')) {
      if (data !== undefined && tellsThatItRuns && location.pathname !== views.batch(id))
        showBatchStart(data);
      tellsThatItRuns &&= data === undefined;
      return;
    }
    if (!watched.delete(id)) return;
    stop();
    keepRunning(id, false);
    if (data === undefined) return;
    showBatchEnd(data);
    void client.invalidateQueries({ queryKey: keys.applications });
    void client.invalidateQueries({ queryKey: keys.cancellations });
  };
  stop = observer.subscribe(look);
  // It may be over before anybody listens.
  look();
}
