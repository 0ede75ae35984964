import { QueryObserver, type QueryClient } from '@tanstack/react-query';
import { keys } from '@/domain/query-keys';
import { ApiError } from '@/lib/api-client';
import { batchQuery } from './api/get-batch';
import { showBatchEnd } from './batch-toast';
import { keepRunning } from './running-batches';

const watched = new Set<string>();

/** Follows a batch started in this tab, on whatever view one is, and says once how it ended. */
export function watchBatch(client: QueryClient, id: string): void {
  if (watched.has(id)) return;
  watched.add(id);
  keepRunning(id, true);
  const observer = new QueryObserver(client, batchQuery(id));
  let stop = () => {};
  const look = () => {
    const { data, error } = observer.getCurrentResult();
    const isGone = data === undefined && error instanceof ApiError && error.problem.code === 'not_found';
    if (!isGone && (data === undefined || data.state === 'running')) return;
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
