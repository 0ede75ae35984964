import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import { keys } from '@/common/query-keys';
import { ApiError, onProblem } from '@/lib/api-client';

/** A refused request is not repeated, since its answer would be the same; but 429 only asks to come later. */
function isWorthRetrying(error: Error): boolean {
  return !(error instanceof ApiError) || error.problem.status >= 500 || error.problem.status === 429;
}

/** Makes the query cache of the page. All defaults of queries and mutations stand here. */
export function createQueryClient(): QueryClient {
  async function redirectIfSignedOut(error: Error) {
    if (!(error instanceof ApiError) || error.problem.code !== 'sign_in_required') return;
    const { redirectToSignIn } = await import('./session/redirect-to-sign-in');
    redirectToSignIn(client);
  }
  // Where the script of the redirect cannot be fetched, the next 401 tries again.
  const onError = (failure: Error) => void redirectIfSignedOut(failure).catch(() => undefined);

  // The page shows another identity or other grants than the console has, so it reads the session anew.
  onProblem(({ code }) => {
    if (code === 'identity_changed' || code === 'role_required')
      void client.invalidateQueries({ queryKey: keys.session });
  });

  const client = new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      queries: {
        // The console is often on this very machine: "offline" says nothing about reaching it.
        networkMode: 'always',
        staleTime: 10_000,
        retry: (failures, error) => failures < 2 && isWorthRetrying(error),
        retryDelay: (failures) => 400 * 2 ** failures,
      },
      // A change is sent at once and only once. One that is repeated, or that waits until the browser believes to be
      // online, could be a DELETE that nobody asked for any more.
      mutations: { networkMode: 'always', retry: false },
    },
  });
  return client;
}
