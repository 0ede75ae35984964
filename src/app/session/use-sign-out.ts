import { useQueryClient } from '@tanstack/react-query';
import { useLocation } from 'wouter';
import { signedOut } from '@/contract';
import { paths, views } from '@/contract/paths';
import { z } from '@/contract/zod';
import { request } from '@/lib/api-client';

/**
 * Ends the session, or all of the person's, and leaves: to the sign-in page, or to the OpenID Connect provider, which
 * ends its own session and leads back. Rejects where the console did not answer.
 */
export function useSignOut(): (which: 'this' | 'all') => Promise<void> {
  const client = useQueryClient();
  const [, go] = useLocation();
  return async (which) => {
    const path = which === 'all' ? paths.sessions : paths.session;
    const answer = await request(z.optional(signedOut), 'DELETE', path);
    client.clear();
    if (answer === undefined) go(views.signIn);
    else location.assign(answer.providerSignOut);
  };
}

/** What to say where that failed. */
export const notSignedOut = {
  role: 'alert',
  tone: 'negative',
  duration: null,
  title: 'Not signed out: the console did not answer. Try again.',
} as const;
