import { roles } from './enums';
import { z } from './zod';

/** Answer of `GET` and `POST /api/session`: who asks, and what stands behind this console. */
export const session = z.object({
  person: z.string(),
  role: z.enum(roles),
  upstream: z.object({
    kind: z.enum(['sandbox', 'live']),
    host: z.string(),
    /** The Fuse account's e-mail; null in the sandbox. */
    account: z.nullable(z.string()),
  }),
  /** True for who signed in with a link: a Bearer token, the sandbox and an identity-aware proxy cannot be left. */
  canSignOut: z.boolean(),
  /** What the configuration lists beside the names that `isProduction` knows not to be production. */
  nonProductionEnvironments: z.array(z.string()),
  /** A fingerprint of upstream, host, account, person, role and that list, to be handed back in the header `Console-Identity`. */
  identity: z.string(),
});
export type Session = z.infer<typeof session>;
