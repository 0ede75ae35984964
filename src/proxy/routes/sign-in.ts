import type { Context, Hono } from 'hono';
import { paths, returnPath, signInStart, views, type SignInFailure, type SignInWays } from '../../contract';
import { z } from '../../contract/zod';
import { SignInError } from '../access/provider-sign-in';
import { fingerprint } from '../access/tokens';
import { countedAddress } from '../access/wrong-tokens';
import type { AppEnv, AppOptions } from '../http/app-env';
import { readSessionCookie, setAttemptCookie, setSessionCookie, takeAttemptCookie } from '../http/cookies';
import { checkNavigation, ownOrigin } from '../http/guard';
import { parse, singleQuery } from '../http/input';
import { createRateLimit } from '../http/lanes';
import { mapStoreErrors, ProblemError } from '../http/problems';
import { addressOf, recordRefusedSignIn, type RecordRepeated } from '../services/changes/record-refusal';
import { route } from './route';

/** What the browser keeps until the provider leads back. */
const attempt = z.object({
  state: z.string(),
  nonce: z.string(),
  codeVerifier: z.string(),
  /** Where to lead the person in the end. */
  to: z.string(),
  /** The fingerprint of the session that the browser has: it ends with the new one. */
  previous: z.nullable(z.string()),
});

/** Sign-in through an OpenID Connect provider: there, and back. */
export function signInRoutes(
  app: Hono<AppEnv>,
  options: AppOptions & { recordRepeated: RecordRepeated },
): void {
  const { access, openIdConnect, consoleFile, streams, log, now, recordRepeated } = options;
  // Each one makes the console ask the provider, or put a refusal on record.
  const fromAddress = createRateLimit({ aMinute: 60, now });

  const origin = (c: Context<AppEnv>) => ownOrigin(c, options);

  /** Leads to the sign-in page, which says why. */
  const refuse = (c: Context<AppEnv>, failure: SignInFailure, to: string) => {
    const query = new URLSearchParams({ failure, ...(to !== '/' && { to }) });
    return c.redirect(`${views.signIn}?${query.toString()}`, 303);
  };

  const failureOf = (error: unknown): SignInFailure => {
    if (error instanceof SignInError) return error.failure;
    if (error instanceof ProblemError && error.code === 'too_many_requests') return 'too_many';
    if (error instanceof ProblemError && error.code === 'journal_unavailable') return 'journal_unavailable';
    throw error;
  };

  /** Runs a step of the sign-in; where it fails, the log has the reason and the page says it in words. */
  async function orRefuse(c: Context<AppEnv>, to: string, step: () => Promise<Response>): Promise<Response> {
    const address = addressOf(c);
    try {
      if (address !== undefined) fromAddress.take(countedAddress(address));
      return await step();
    } catch (error) {
      const failure = failureOf(error);
      log('sign_in_failed', {
        requestId: c.get('requestId'),
        failure,
        reason: error instanceof Error ? error.message : String(error),
      });
      if (failure === 'provider_away' || failure === 'too_many')
        await recordRepeated({ via: 'oidc', failure }, address);
      return refuse(c, failure, to);
    }
  }

  route(app, paths.signInWays, {
    GET: (c) => {
      const ways: SignInWays = {
        provider: openIdConnect?.provider() ?? null,
        links: consoleFile.current().signIn.links,
      };
      return c.json(ways);
    },
  });

  route(
    app,
    paths.signInStart,
    {
      GET: (c) => {
        checkNavigation(c.req.raw.headers, { fromElsewhere: false });
        const to = returnPath(parse(signInStart, singleQuery(c.req.queries())).to, origin(c));
        if (openIdConnect === null || openIdConnect.provider() === null) return c.redirect(views.signIn, 303);
        return orRefuse(c, to, async () => {
          const { address, attempt: begun } = await openIdConnect.begin(origin(c) + paths.signInCallback);
          const session = readSessionCookie(c, options);
          const previous = session === undefined ? null : fingerprint(session);
          const kept: z.infer<typeof attempt> = { ...begun, to, previous };
          setAttemptCookie(c, options, kept);
          return c.redirect(address.href, 303);
        });
      },
    },
    { head: false },
  );

  route(
    app,
    paths.signInCallback,
    {
      GET: (c) => {
        checkNavigation(c.req.raw.headers, { fromElsewhere: true });
        const callback = new URL(origin(c) + paths.signInCallback);
        callback.search = new URL(c.req.url).search;
        const state = callback.searchParams.get('state') ?? '';
        const kept = attempt.safeParse(takeAttemptCookie(c, options, state)).data;
        // The cookie's name holds the beginning of the state only.
        const begun = kept?.state === state ? kept : undefined;
        const to = returnPath(begun?.to, origin(c));
        return orRefuse(c, to, async () => {
          if (openIdConnect === null || openIdConnect.provider() === null || access.sessions === null)
            throw new SignInError('refused', 'No OpenID Connect provider is configured.');
          const person = await recordRefusedSignIn(
            options,
            { via: 'oidc' },
            begun === undefined
              ? Promise.reject(
                  new SignInError('expired', 'No attempt with this state was begun in this browser.'),
                )
              : openIdConnect.finish(callback, begun),
          );
          const { sessionId, maxAgeSeconds } = await mapStoreErrors(
            access.sessions.open({ via: 'oidc', ...person }),
          );
          const previous = begun?.previous ?? null;
          if (previous !== null) {
            await mapStoreErrors(access.sessions.close(previous, 'replaced'));
            streams.endSession(previous);
          }
          // The navigation comes from another site, on which a browser sends no `Strict` cookie, but keeps one. The page
          // that it leads to is public, and its own requests, being same-origin, carry the cookie.
          setSessionCookie(c, options, sessionId, maxAgeSeconds);
          return c.redirect(to, 303);
        });
      },
    },
    { head: false },
  );
}
