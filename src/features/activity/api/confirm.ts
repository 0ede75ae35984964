import { useQueryClient } from '@tanstack/react-query';
import { cancellation, paths, type Cancellation, type ConfirmationRequest } from '@/contract';
import { keys } from '@/common/query-keys';
import { putRecords } from '@/common/record-cache';
import { request } from '@/lib/api-client';
import { useOneMutation } from '@/lib/use-one-mutation';

function useMark<Input>(id: string, send: (input: Input) => Promise<Cancellation>) {
  const client = useQueryClient();
  return useOneMutation({
    mutationFn: send,
    onSuccess: (record) => putRecords(client, [record]),
    // Somebody else may have been faster: the record says who.
    onError: () => client.invalidateQueries({ queryKey: keys.cancellation(id) }),
  });
}

/** Confirms an outcome with the own name; the note is required where the outcome is unknown. */
export function useConfirm(id: string) {
  return useMark(id, (note: string | null) => {
    const body: ConfirmationRequest = { note };
    return request(cancellation, 'PUT', paths.confirmation(id), body);
  });
}

export function useWithdraw(id: string) {
  return useMark(id, () => request(cancellation, 'DELETE', paths.confirmation(id)));
}
