import { instant } from './ids';
import { z } from './zod';

/** Names a session to its own person, to end it; it is not the secret that the browser keeps. */
export const sessionName = z
  .string()
  .check(z.regex(/^[0-9a-f]{16}$/, { error: 'must be the name of a session' }));

/** One of the sessions of a person. */
export const ownSession = z.object({
  id: sessionName,
  via: z.enum(['link', 'oidc']),
  since: instant,
  /** To within ten minutes. */
  lastUsedAt: instant,
  expiresAt: instant,
  /** Whether it is the session of this request. */
  isCurrent: z.boolean(),
});
export type OwnSession = z.infer<typeof ownSession>;

/** Answer of `GET /api/sessions`, the latest first. */
export const ownSessions = z.object({ items: z.array(ownSession) });

/** Answer of a sign-out where the OpenID Connect provider has a session to end too: the address to go to. */
export const signedOut = z.object({ providerSignOut: z.string() });
