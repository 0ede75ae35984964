import { batch, paths, type Cancellation } from '@/contract';
import { request } from '@/lib/api-client';

/**
 * The records of a batch that are still to be confirmed, oldest first; null where the batch cannot be confirmed as a
 * whole: it is not over, or one of its outcomes is another than `accepted`. The console is asked, since a page may
 * show only a part of a batch.
 */
export async function findBatchToConfirm(id: string): Promise<Cancellation[] | null> {
  const { state, targets } = await request(batch, 'GET', paths.batch(id));
  const records = targets.flatMap(({ cancellation }) => cancellation ?? []);
  if (state === 'running' || records.some(({ outcome }) => outcome !== 'accepted')) return null;
  return records.filter(({ confirmation }) => confirmation === null);
}
