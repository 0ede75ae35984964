import { line } from './text';
import { z } from './zod';

/** Body of `POST /api/session`: the name that goes into the journal and the token from the sign-in link. */
export const signIn = z.strictObject({
  name: line(80),
  token: z.string().check(z.minLength(1, { error: 'must not be empty' }), z.maxLength(200)),
});
export type SignIn = z.infer<typeof signIn>;
