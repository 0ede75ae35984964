import { typedLine } from './text';
import { z } from './zod';

const invisible = /\p{Default_Ignorable_Code_Point}/gu;

/**
 * Whether a name is, or reads like, one that the journal gives to scripts, such as "script (operator)" or "nightly stop
 * (key)": no person may sign in under it. Full-width forms count too (Unicode NFKC).
 */
export function isReservedName(name: string): boolean {
  return /^\s*script\s*\(|\(\s*key\s*\)\s*$/i.test(name.replaceAll(invisible, '').normalize('NFKC'));
}

/** Body of `POST /api/session`: the name that goes into the journal and the token from the sign-in link. */
export const signIn = z.strictObject({
  name: typedLine(80).check(
    z.refine((name) => !isReservedName(name), { error: 'must not be that of a script' }),
  ),
  token: z.string().check(z.minLength(1, { error: 'must not be empty' }), z.maxLength(200)),
});
export type SignIn = z.infer<typeof signIn>;
