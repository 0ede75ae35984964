import { queryOptions, useQuery } from '@tanstack/react-query';
import { paths, session, type Session } from '@/contract';
import { keys } from '@/domain/query-keys';
import { request } from '@/lib/api-client';

export const sessionQuery = queryOptions({
  queryKey: keys.session,
  queryFn: ({ signal }) => request(session, 'GET', paths.session, undefined, { signal }),
  staleTime: 60_000,
});

/** Who I am here: undefined while that is not known yet, null where the console does not tell. */
export function useSession(): Session | null | undefined {
  const { data, isError } = useQuery(sessionQuery);
  return data ?? (isError ? null : undefined);
}
