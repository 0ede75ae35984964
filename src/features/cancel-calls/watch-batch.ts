import { QueryObserver, type QueryClient } from '@tanstack/react-query';
import { keys } from '@/domain/query-keys';
import { batchQuery } from './api/get-batch';
import { showBatchEnd } from './batch-toast';

const watched = new Set<string>();

/** Follows a batch started here, on whatever view one is, and says once how it ended. */
export function watchBatch(client: QueryClient, id: string): void {
  if (watched.has(id)) return;
  watched.add(id);
  const stop = new QueryObserver(client, batchQuery(id)).subscribe(({ data }) => {
    if (data === undefined || data.state === 'running') return;
    stop();
    watched.delete(id);
    showBatchEnd(data);
    void client.invalidateQueries({ queryKey: keys.applications });
    void client.invalidateQueries({ queryKey: keys.cancellations });
  });
}
