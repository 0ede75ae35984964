import { queryOptions, useQuery } from '@tanstack/react-query';
import { paths, session, type Session } from '@/contract';
import { keys } from '@/common/query-keys';
import { ApiError } from '@/lib/api-client';
import { read } from '@/lib/read';
import { adoptIdentity, adoptSession } from './identity-change';

export const sessionQuery = queryOptions({
  queryKey: keys.session,
  meta: { kind: 'session' },
  queryFn: async (context) => {
    const { client } = context;
    const fresh = await read(session, paths.session, context);
    adoptSession(fresh);
    const shown = client.getQueryData<Session>(keys.session);
    if (shown !== undefined && shown.identity !== fresh.identity) adoptIdentity(client, shown, fresh);
    return { ...fresh, pins: fresh.pins ?? shown?.pins ?? null };
  },
  staleTime: 60_000,
});

/** Why the console does not let this person in, where it says so: a sign-in in front, or the groups it passes on. */
export function useSessionRefusal(): string | null {
  const { error } = useQuery(sessionQuery);
  return error instanceof ApiError && error.problem.status === 403 ? error.problem.detail : null;
}

/** Who I am here: undefined while that is not known or nobody is signed in, null where the console does not answer. */
export function useSession(): Session | null | undefined {
  const { data, error } = useQuery(sessionQuery);
  const silent = error !== null && !(error instanceof ApiError && error.problem.status < 500);
  return data ?? (silent ? null : undefined);
}
