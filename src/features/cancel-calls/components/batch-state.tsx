import { Badge } from '@/components/ui/badge';
import { useBatch } from '../api/get-batch';
import { batchLabel } from '../batch-words';

/** How large a batch is as a whole and whether it runs, for where only its cancellations are listed. */
export function BatchState({ id }: { id: string }) {
  const {
    query: { data },
    asOf,
  } = useBatch(id);
  if (data === undefined) return null;
  const { label, tone } = batchLabel(data, asOf);
  const { total, notTried } = data.counts;
  return (
    <>
      <span className="mr-1">
        of {total}
        {notTried > 0 && `, ${notTried} not tried`}
      </span>
      <Badge tone={tone}>{label}</Badge>
    </>
  );
}
