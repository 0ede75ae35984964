import { line } from './lines';
import { z } from './zod';

const invisible = /\p{Default_Ignorable_Code_Point}/gu;

/** Body of `POST /api/session`: the name that goes into the journal and the token from the sign-in link. */
export const signIn = z.strictObject({
  // Scripts are named so in the journal.
  name: line(80).check(
    z.refine((name) => !/^\s*script\s*\(/i.test(name.replaceAll(invisible, '')), {
      error: 'must not be that of a script',
    }),
  ),
  token: z.string().check(z.minLength(1, { error: 'must not be empty' }), z.maxLength(200)),
});
export type SignIn = z.infer<typeof signIn>;
