import { useQueryClient } from '@tanstack/react-query';
import { batch, cancellation, paths, type Cancellation, type ConfirmationRequest } from '@/contract';
import { keys } from '@/common/query-keys';
import { putRecords } from '@/common/record-cache';
import { request } from '@/lib/api-client';
import { useSingleFlightMutation } from '@/lib/use-single-flight-mutation';

function useConfirmationChange<Input>(id: string, send: (input: Input) => Promise<Cancellation>) {
  const client = useQueryClient();
  return useSingleFlightMutation({
    mutationFn: send,
    onSuccess: (record) => putRecords(client, [record]),
    // Somebody else may have been faster: the record names them.
    onError: () => client.invalidateQueries({ queryKey: keys.cancellation(id) }),
  });
}

/** Sends one confirmation; the answer is the record with it. */
export function sendConfirmation(id: string, note: string | null): Promise<Cancellation> {
  const body: ConfirmationRequest = { note };
  return request(cancellation, 'PUT', paths.confirmation(id), body);
}

/** Confirms an outcome in the name of the person who is signed in. An unknown outcome needs a note. */
export function useConfirm(id: string) {
  return useConfirmationChange(id, (note: string | null) => sendConfirmation(id, note));
}

/** Withdraws the confirmation of an outcome. */
export function useWithdraw(id: string) {
  return useConfirmationChange(id, () => request(cancellation, 'DELETE', paths.confirmation(id)));
}

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
