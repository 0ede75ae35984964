import type { Context, Hono } from 'hono';
import type { Session } from '../../contract';
import { paths, pin, signIn, views } from '../../contract';
import type { Visitor } from '../access/access';
import { fingerprintIdentity } from '../access/identity';
import { fingerprint } from '../access/tokens';
import type { AppEnv, AppOptions } from '../http/app-env';
import { deleteSessionCookie, readSessionCookie, setSessionCookie } from '../http/cookies';
import { ownOrigin } from '../http/guard';
import { parse, readJson } from '../http/input';
import { mapStoreErrors, ProblemError } from '../http/problems';
import { addressOf, recordRefusedSignIn, type RecordRepeated } from '../services/changes/record-refusal';
import { pinDeployment } from '../services/saved-list/pins';
import { route } from './route';

/** Has the browser forget the session. The answer names the provider's own sign-out, where there is one. */
export async function answerSignedOut(c: Context<AppEnv>, options: AppOptions): Promise<Response> {
  const { openIdConnect, log } = options;
  deleteSessionCookie(c, options);
  if (openIdConnect === null || c.get('visitor').via !== 'oidc') return c.body(null, 204);
  try {
    const returnTo = ownOrigin(c, options) + views.signIn;
    const address = await openIdConnect.signOutAddress(returnTo, c.get('visitor').person);
    if (address !== null) return c.json({ providerSignOut: address.href });
  } catch (error) {
    // The console's own session has ended all the same.
    log('provider_not_signed_out', { requestId: c.get('requestId'), reason: String(error) });
  }
  return c.body(null, 204);
}

export function sessionRoutes(
  app: Hono<AppEnv>,
  options: AppOptions & { recordRepeated: RecordRepeated },
): void {
  const { access, upstream, streams } = options;
  /** Ends the browser's session, and the event streams that belong to it. */
  const signOut = async (c: Context<AppEnv>, which: 'here' | 'replaced') => {
    const sessionId = readSessionCookie(c, options);
    if (sessionId === undefined) return;
    const idHash = fingerprint(sessionId);
    await mapStoreErrors(access.sessions?.close(idHash, which) ?? Promise.resolve());
    streams.endSession(idHash);
  };
  const toSession = async (visitor: Visitor): Promise<Session> => {
    const problem = visitor.grants.length > 0 ? options.configurationProblem() : null;
    const { rules } = options.consoleFile.current();
    return {
      person: visitor.person,
      role: visitor.role,
      grants: [...visitor.grants],
      upstream,
      canSignOut: visitor.via === 'link' || visitor.via === 'oidc',
      nonProductionEnvironments: [...options.nonProductionEnvironments],
      ...(problem !== null && { configurationProblem: problem }),
      rules: rules && [...rules],
      identity: fingerprintIdentity(options, visitor),
      // Who somebody is does not depend on it.
      pins: await options.store.listPins(visitor.person).catch(() => null),
    };
  };

  route(app, paths.session, {
    GET: async (c) => c.json(await toSession(c.get('visitor'))),

    POST: async (c) => {
      const { name, token } = await readJson(c.req.raw, signIn);
      const attempt = { name, via: 'link' } as const;
      const address = addressOf(c);
      const { sessionId, maxAgeSeconds, visitor } = await mapStoreErrors(
        recordRefusedSignIn(options, attempt, access.signIn(name, token, address)),
      ).catch(async (error: unknown) => {
        if (error instanceof ProblemError && error.code === 'too_many_requests')
          await options.recordRepeated({ ...attempt, failure: 'too_many' }, address);
        throw error;
      });
      // With a session it is on record already; the sandbox has none.
      if (visitor.via === 'sandbox')
        await mapStoreErrors(
          options.store.recordChange({
            kind: 'signed_in',
            person: visitor.person,
            detail: { via: visitor.via, role: visitor.role },
          }),
        );
      await signOut(c, 'replaced');
      setSessionCookie(c, options, sessionId, maxAgeSeconds);
      return c.json(await toSession(visitor), 201);
    },

    DELETE: async (c) => {
      await signOut(c, 'here');
      return answerSignedOut(c, options);
    },
  });

  route(app, paths.pin(':applicationId', ':deploymentId'), {
    PUT: async (c) => {
      await pinDeployment(options.store, c.get('visitor').person, parse(pin, c.req.param()));
      return c.body(null, 204);
    },

    DELETE: async (c) => {
      const unpinned = options.store.unpinDeployment(c.get('visitor').person, parse(pin, c.req.param()));
      await mapStoreErrors(unpinned);
      return c.body(null, 204);
    },
  });
}
