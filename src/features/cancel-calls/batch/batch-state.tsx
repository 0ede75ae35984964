import { Badge } from '@/components/ui/badge';
import { useBatchSummary } from '../api/list-batches';
import { batchLabel } from './batch-words';

/** How large a batch is as a whole and whether it runs, for where only its cancellations are listed. */
export function BatchState({ id }: { id: string }) {
  const data = useBatchSummary(id);
  if (data === undefined) return null;
  const { label, tone } = batchLabel(data, null);
  const { total, notTried } = data.counts;
  return (
    <>
      <span className="mr-1">{`of ${total}${notTried > 0 ? `, ${notTried} not tried` : ''}`}</span>
      <Badge tone={tone}>{label}</Badge>
    </>
  );
}
