import { QueryObserver, type QueryClient } from '@tanstack/react-query';
import { keys } from '@/domain/query-keys';
import { batchQuery } from './api/get-batch';
import { showBatchEnd } from './batch-toast';

const watched = new Set<string>();

/** Follows a batch started here, on whatever view one is, and says once how it ended. */
export function watchBatch(client: QueryClient, id: string): void {
  if (watched.has(id)) return;
  watched.add(id);
  const observer = new QueryObserver(client, batchQuery(id));
  let stop = () => {};
  const look = () => {
    const { data } = observer.getCurrentResult();
    if (data === undefined || data.state === 'running' || !watched.delete(id)) return;
    stop();
    showBatchEnd(data);
    void client.invalidateQueries({ queryKey: keys.applications });
    void client.invalidateQueries({ queryKey: keys.cancellations });
  };
  stop = observer.subscribe(look);
  // It may be over before anybody listens.
  look();
}
