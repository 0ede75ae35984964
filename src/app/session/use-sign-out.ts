import { useQueryClient } from '@tanstack/react-query';
import { useLocation } from 'wouter';
import { paths, views } from '@/contract/paths';
import { z } from '@/contract/zod';
import { request } from '@/lib/api-client';

/** Ends the session and leaves; rejects where the console did not answer. */
export function useSignOut(): () => Promise<void> {
  const client = useQueryClient();
  const [, go] = useLocation();
  return async () => {
    await request(z.undefined(), 'DELETE', paths.session);
    client.clear();
    go(views.signIn);
  };
}
