import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useSyncExternalStore } from 'react';
import type { ApplicationList } from '../contract';
import { keys } from './query-keys';

/** The saved list as the page knows it, without asking for it. */
export function useSavedList(): ApplicationList | undefined {
  const client = useQueryClient();
  const subscribe = useCallback(
    (listener: () => void) =>
      client.getQueryCache().subscribe(({ type, query }) => {
        if (type === 'updated' && query.meta?.kind === 'applications') listener();
      }),
    [client],
  );
  return useSyncExternalStore(subscribe, () => client.getQueryData<ApplicationList>(keys.applications));
}
