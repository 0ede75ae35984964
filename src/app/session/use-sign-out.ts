import { useQueryClient } from '@tanstack/react-query';
import { useLocation } from 'wouter';
import { paths, views } from '@/contract/paths';
import { z } from '@/contract/zod';
import { request } from '@/lib/api-client';

/** Ends the session, or all of the person's, and leaves; rejects where the console did not answer. */
export function useSignOut(): (which: 'this' | 'all') => Promise<void> {
  const client = useQueryClient();
  const [, go] = useLocation();
  return async (which) => {
    const path = which === 'all' ? paths.sessions : paths.session;
    await request(z.literal(undefined), 'DELETE', path);
    client.clear();
    go(views.signIn);
  };
}

/** What to say where that failed. */
export const notSignedOut = {
  role: 'alert',
  tone: 'negative',
  duration: null,
  title: 'Not signed out: the console did not answer. Try again.',
} as const;
