import { useQueryClient } from '@tanstack/react-query';
import { useLocation } from 'wouter';
import { paths, views } from '@/contract/paths';
import { guarded, request } from '@/lib/api-client';

const noBody = guarded((body) => body === undefined);

/** Ends the session and leaves; rejects where the console did not answer. */
export function useSignOut(): () => Promise<void> {
  const client = useQueryClient();
  const [, go] = useLocation();
  return async () => {
    await request(noBody, 'DELETE', paths.session);
    client.clear();
    go(views.signIn);
  };
}
