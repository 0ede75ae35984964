import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import { navigate } from 'wouter/use-browser-location';
import { keys } from '@/domain/query-keys';
import { ApiError } from '@/lib/api-client';

/** Sends a person whose session is over to the sign-in page, which leads back to where they were. */
function leadToSignIn(error: Error) {
  if (!(error instanceof ApiError) || error.problem.code !== 'sign_in_required') return;
  if (location.pathname === '/sign-in') return;
  const back = location.pathname + location.search;
  navigate(back === '/' ? '/sign-in' : `/sign-in?to=${encodeURIComponent(back)}`, { replace: true });
}

export function createQueryClient(): QueryClient {
  return new QueryClient({
    queryCache: new QueryCache({ onError: leadToSignIn }),
    mutationCache: new MutationCache({
      onError: (error, _input, _result, mutation) => {
        // The dialog that cancels says it in place: nothing was sent, and nothing typed is lost.
        if (mutation.options.mutationKey !== keys.cancelCalls) leadToSignIn(error);
      },
    }),
    defaultOptions: {
      queries: {
        // The console is often on this very machine: "offline" says nothing about reaching it.
        networkMode: 'always',
        staleTime: 10_000,
        retry: (failures, error) =>
          failures < 2 && !(error instanceof ApiError && error.problem.status < 500),
        retryDelay: (failures) => 400 * 2 ** failures,
      },
      mutations: { networkMode: 'always', retry: false },
    },
  });
}
