import { z } from './zod';

export const roles = ['operator', 'support'] as const;
const role = z.enum(roles);
/** Operators save, cancel and confirm; support reads and confirms. */
export type Role = z.infer<typeof role>;

export const session = z.object({
  person: z.string(),
  role,
  upstream: z.object({
    kind: z.enum(['sandbox', 'live']),
    host: z.string(),
    /** The Fuse account's e-mail; null in the sandbox. */
    account: z.nullable(z.string()),
  }),
  /** True for who signed in with a link or a token; neither the sandbox nor an identity-aware proxy can be left. */
  canSignOut: z.boolean(),
});
export type Session = z.infer<typeof session>;
