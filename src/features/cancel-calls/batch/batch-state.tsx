import { useBatchSummary } from '../api/list-batches';
import { batchText } from './batch-words';

/**
 * How large a batch is and what came of it, for where only its cancellations are listed; `shownCount` where some of them
 * may be left out.
 */
export function BatchState({ id, shownCount }: { id: string; shownCount?: number | undefined }) {
  const data = useBatchSummary(id);
  if (data === undefined) return <span>Batch</span>;
  const isPart = shownCount !== undefined && shownCount < data.counts.done + data.counts.current;
  return <span>{`${isPart ? `${shownCount} shown of ` : ''}${batchText(data)}`}</span>;
}
