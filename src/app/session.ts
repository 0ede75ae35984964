import { queryOptions, useQuery } from '@tanstack/react-query';
import { paths, session, type Session } from '@/contract';
import { keys } from '@/domain/query-keys';
import { ApiError, request } from '@/lib/api-client';

export const sessionQuery = queryOptions({
  queryKey: keys.session,
  queryFn: ({ signal }) => request(session, 'GET', paths.session, undefined, { signal }),
  staleTime: 60_000,
});

/** Who I am here: undefined while that is not known or nobody is signed in, null where the console does not answer. */
export function useSession(): Session | null | undefined {
  const { data, error } = useQuery(sessionQuery);
  const silent = error !== null && !(error instanceof ApiError && error.problem.status < 500);
  return data ?? (silent ? null : undefined);
}
