import { useBatchSummary } from '../api/list-batches';
import { batchText } from './batch-words';

/** How large a batch is and what came of it, for where only its cancellations are listed. */
export function BatchState({ id }: { id: string }) {
  const data = useBatchSummary(id);
  return <span>{data === undefined ? 'Batch' : batchText(data)}</span>;
}
