import type { Context, Hono } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import type { Session } from '../../contract';
import { paths, signIn } from '../../contract';
import type { Visitor } from '../access/access';
import { identityOf } from '../access/identity';
import type { AppEnv, AppOptions } from '../app';
import type { AllowedHosts } from '../http/guard';
import { readJson } from '../http/input';
import { fromStore } from '../http/problems';
import { route } from './route';

/** `__Host-` and `Secure` need https, which only a reverse proxy in front can give. */
function isSecure({ publicOrigin }: AllowedHosts): boolean {
  return publicOrigin?.startsWith('https:') === true;
}

/**
 * A browser keeps one set of cookies for all ports of a host (RFC 6265 §8.5), so the name carries the port: consoles
 * side by side keep their sessions. It carries the kind of upstream too: looking at the sandbox ends no live session.
 */
function cookieName(names: AllowedHosts, { kind }: Session['upstream']): string {
  return `${isSecure(names) ? '__Host-' : ''}console_${kind}_${names.port}`;
}

/** The session ID that the browser gave back. Behind https only one that no other host and no http page can set. */
export function sessionCookie(
  c: Context<AppEnv>,
  { names, upstream }: Pick<AppOptions, 'names' | 'upstream'>,
): string | undefined {
  return getCookie(c, cookieName(names(), upstream));
}

export function sessionRoutes(app: Hono<AppEnv>, options: AppOptions): void {
  const { access, upstream, streams } = options;
  /** Ends the session that the browser has, and what listens in it. */
  const leave = async (c: Context<AppEnv>) => {
    const sessionId = sessionCookie(c, options);
    if (sessionId === undefined) return;
    await fromStore(access.signOut(sessionId));
    streams.endSession(sessionId);
  };
  const answer = (visitor: Visitor): Session => ({
    person: visitor.person,
    role: visitor.role,
    upstream,
    canSignOut: visitor.via === 'link',
    nonProductionEnvironments: [...options.nonProductionEnvironments],
    identity: identityOf(options, visitor),
  });
  const attributes = () =>
    ({ path: '/', httpOnly: true, sameSite: 'Strict', secure: isSecure(options.names()) }) as const;

  route(app, paths.session, {
    GET: (c) => c.json(answer(c.get('visitor'))),

    POST: async (c) => {
      const { name, token } = await readJson(c.req.raw, signIn);
      const { sessionId, maxAgeSeconds, visitor } = await fromStore(
        access.signIn(name, token, c.env?.incoming?.socket.remoteAddress),
      );
      await leave(c);
      setCookie(c, cookieName(options.names(), upstream), sessionId, {
        ...attributes(),
        maxAge: maxAgeSeconds,
      });
      return c.json(answer(visitor), 201);
    },

    DELETE: async (c) => {
      await leave(c);
      deleteCookie(c, cookieName(options.names(), upstream), attributes());
      return c.body(null, 204);
    },
  });
}
