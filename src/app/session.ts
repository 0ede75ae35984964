import { queryOptions, useQuery } from '@tanstack/react-query';
import type { Session } from '@/contract';
import { isSession } from '@/contract/guards';
import { paths } from '@/contract/paths';
import { keys } from '@/domain/query-keys';
import { ApiError, guarded, request } from '@/lib/api-client';
import { querySignal } from '@/lib/query-signal';

export const sessionQuery = queryOptions({
  queryKey: keys.session,
  queryFn: (context) =>
    request(guarded(isSession), 'GET', paths.session, undefined, { signal: querySignal(context) }),
  staleTime: 60_000,
});

/** Who I am here: undefined while that is not known or nobody is signed in, null where the console does not answer. */
export function useSession(): Session | null | undefined {
  const { data, error } = useQuery(sessionQuery);
  const silent = error !== null && !(error instanceof ApiError && error.problem.status < 500);
  return data ?? (silent ? null : undefined);
}
