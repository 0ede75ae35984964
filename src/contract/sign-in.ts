import { readableName } from './person-key';
import { typedLine } from './text';
import { z } from './zod';

/**
 * Whether a name is, or reads like, one that the journal gives to scripts, such as "script (operator)" or "nightly stop
 * (key)": no person may sign in under it. Full-width forms count too (Unicode NFKC).
 */
export function isReservedName(name: string): boolean {
  return /^script\s*\(|\(\s*key\s*\)$/i.test(readableName(name));
}

/** Body of `POST /api/session`: the name that goes into the journal and the token from the sign-in link. */
export const signIn = z.strictObject({
  name: typedLine(80).check(
    z.refine((name) => !isReservedName(name), { error: 'must not be that of a script' }),
  ),
  token: z.string().check(z.minLength(1, { error: 'must not be empty' }), z.maxLength(200)),
});
export type SignIn = z.infer<typeof signIn>;

/** Why a sign-in at the OpenID Connect provider did not succeed: the sign-in page's address names it. */
export const signInFailures = [
  /** It took longer than ten minutes, was begun in another browser, or its code had expired or was used before. */
  'expired',
  'provider_away',
  /** The clocks of console and provider differ too much for the provider's dates to be believed. */
  'clock',
  /** The person or the provider said no. */
  'denied',
  /** The provider's answer is not one that the console accepts; the log says why. */
  'refused',
  /** The claim that names the person is missing, or cannot go into the journal. */
  'no_person',
  'unverified_email',
  'too_many',
  'journal_unavailable',
] as const;
export type SignInFailure = (typeof signInFailures)[number];

/** Answer of `GET /api/sign-in`: how people sign in here. */
export const signInWays = z.object({
  /** The host of the OpenID Connect provider; null without one. */
  provider: z.nullable(z.string()),
  /** Whether the two sign-in links work. */
  links: z.boolean(),
});
export type SignInWays = z.infer<typeof signInWays>;

/** Query of `GET /sign-in/start`: the address within the console to lead back to. */
export const signInStart = z.object({ to: z.optional(z.string().check(z.maxLength(2000))) });

/**
 * The path and query of an address within the console, or `/` for any other one: `//elsewhere` and the like, and the
 * sign-in page itself.
 */
export function returnPath(to: string | null | undefined, origin: string): string {
  if (to === null || to === undefined || !to.startsWith('/') || !URL.canParse(to, origin)) return '/';
  const { origin: actual, pathname, search } = new URL(to, origin);
  // `/.//elsewhere` has a path that would be an address of its own.
  const leavesPage = actual !== origin || pathname.startsWith('//');
  return leavesPage || pathname === '/sign-in' || pathname.startsWith('/sign-in/') ? '/' : pathname + search;
}
