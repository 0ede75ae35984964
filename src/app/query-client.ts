import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import { navigate } from 'wouter/use-browser-location';
import { keys } from '@/domain/query-keys';
import { ApiError } from '@/lib/api-client';

/** Until it is looked whether somebody who was not led away yet can be, or has signed in elsewhere. */
const laterMs = 3000;

/** Whether going away would lose something: what is typed, or a dialog that is to tell how a request ended. */
function inTheMiddle(): boolean {
  return (
    document.querySelector('[role$="dialog"]') !== null ||
    [...document.querySelectorAll('textarea')].some((one) => one.value !== '')
  );
}

export function createQueryClient(): QueryClient {
  let later: ReturnType<typeof setTimeout> | undefined;

  /**
   * Sends a person whose session is over to the sign-in page, which leads back to where they were. In the middle
   * of something it is said in place only.
   */
  function onError(error: Error) {
    if (!(error instanceof ApiError) || error.problem.code !== 'sign_in_required') return;
    if (location.pathname === '/sign-in') return;
    clearTimeout(later);
    if (inTheMiddle()) {
      later = setTimeout(() => void client.invalidateQueries({ queryKey: keys.session }), laterMs);
      return;
    }
    const back = location.pathname + location.search;
    navigate(back === '/' ? '/sign-in' : `/sign-in?to=${encodeURIComponent(back)}`, { replace: true });
    // Who was signed in is not any more.
    void client.resetQueries({ queryKey: keys.session });
  }

  const client = new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
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
  return client;
}
