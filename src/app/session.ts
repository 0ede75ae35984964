import { queryOptions, useQuery } from '@tanstack/react-query';
import { paths, session, type Session } from '@/contract';
import { keys } from '@/domain/query-keys';
import { request } from '@/lib/api-client';

export const sessionQuery = queryOptions({
  queryKey: keys.session,
  queryFn: ({ signal }) => request(session, 'GET', paths.session, undefined, { signal }),
  staleTime: 60_000,
});

/** Who I am here, or undefined while that is not known. */
export function useSession(): Session | undefined {
  return useQuery(sessionQuery).data;
}
