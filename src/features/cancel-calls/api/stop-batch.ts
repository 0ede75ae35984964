import { useMutation, useQueryClient } from '@tanstack/react-query';
import { batch, paths } from '@/contract';
import { keys } from '@/common/query-keys';
import { request } from '@/lib/api-client';

/** Stops a batch: its current target is the last one. */
export function useStopBatch(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => request(batch, 'PUT', paths.stopBatch(id)),
    onSuccess: (stopped) => client.setQueryData(keys.batch(id), stopped),
    onSettled: () => client.invalidateQueries({ queryKey: keys.batch(id) }),
  });
}
