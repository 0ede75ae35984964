import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import { keys } from '@/common/query-keys';
import { ApiError, onProblem } from '@/lib/api-client';

export function createQueryClient(): QueryClient {
  /** A session that is over leads to the sign-in page; where the way there cannot be fetched, the next 401 tries. */
  async function lead(failure: Error) {
    if (!(failure instanceof ApiError) || failure.problem.code !== 'sign_in_required') return;
    const { redirectToSignIn: leadToSignIn } = await import('./session/redirect-to-sign-in');
    leadToSignIn(client);
  }
  const onError = (failure: Error) => void lead(failure).catch(() => undefined);

  // Where the page shows another identity than the console has, it asks who it is. Nothing is sent again by itself.
  onProblem(({ code }) => {
    if (code === 'identity_changed') void client.invalidateQueries({ queryKey: keys.session });
  });

  const client = new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      queries: {
        // The console is often on this very machine: "offline" says nothing about reaching it.
        networkMode: 'always',
        staleTime: 10_000,
        // A 4xx is the same when asked again, but for 429, which only says "later".
        retry: (failures, error) =>
          failures < 2 &&
          !(error instanceof ApiError && error.problem.status < 500 && error.problem.status !== 429),
        retryDelay: (failures) => 400 * 2 ** failures,
      },
      mutations: { networkMode: 'always', retry: false },
    },
  });
  return client;
}
