import { grant, standings } from './grants';
import { pin } from './pins';
import { rule } from './rules';
import { z } from './zod';

/** Answer of `GET` and `POST /api/session`: the person, and the Fuse account behind this console. */
export const session = z.object({
  person: z.string(),
  /** The grants in one word. */
  role: z.enum(standings),
  /** What the person may do beside reading: each one adds to the others. */
  grants: z.array(grant),
  upstream: z.object({
    kind: z.enum(['sandbox', 'live']),
    host: z.string(),
    /** The Fuse account's e-mail; null in the sandbox. */
    account: z.nullable(z.string()),
  }),
  /** True after a sign-in by link. A Bearer token, the sandbox and an identity-aware proxy have nothing to sign out of. */
  canSignOut: z.boolean(),
  /** Environments that the configuration declares not to be production, beside those that `isProduction` knows. */
  nonProductionEnvironments: z.array(z.string()),
  /**
   * For those who may do more than read, while it is so: why the configuration file as it stands now is not in force. No part of the
   * fingerprint.
   */
  configurationProblem: z.optional(z.string()),
  /** What a cancellation needs, by environment or tag; null where no configuration file is in force. */
  rules: z.nullable(z.array(rule)),
  /** A fingerprint of all of the above, which a request for a change hands back in the header `Console-Identity`. */
  identity: z.string(),
  /** What this person has pinned, and no part of the identity; null where the database does not say. */
  pins: z.nullable(z.array(pin)),
});
export type Session = z.infer<typeof session>;
