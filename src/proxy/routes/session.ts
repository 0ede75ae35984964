import type { Context, Hono } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import type { Session } from '../../contract';
import { paths, signIn } from '../../contract';
import type { Visitor } from '../access/access';
import type { AppEnv, AppOptions } from '../app';
import type { OwnNames } from '../guard';
import { readJson } from '../input';
import { fromStore } from '../problems';
import { route } from './route';

const plainName = 'console_session';
const secureName = `__Host-${plainName}`;

/** `__Host-` and `Secure` need https, which only a reverse proxy in front can give. */
function isSecure({ publicOrigin }: OwnNames): boolean {
  return publicOrigin?.startsWith('https:') === true;
}

/** The session ID that the browser gave back. Behind https only one that no other host and no http page can set. */
export function sessionCookie(c: Context<AppEnv>, names: OwnNames): string | undefined {
  return getCookie(c, isSecure(names) ? secureName : plainName);
}

export function sessionRoutes(app: Hono<AppEnv>, options: AppOptions): void {
  const { access, upstream } = options;
  const answer = (visitor: Visitor): Session => ({ ...visitor, upstream });
  const attributes = { path: '/', httpOnly: true, sameSite: 'Strict' } as const;

  route(app, paths.session, {
    GET: (c) => c.json(answer(c.get('visitor'))),

    POST: async (c) => {
      const { name, token } = await readJson(c.req.raw, signIn);
      const { sessionId, maxAgeSeconds, visitor } = await fromStore(access.signIn(name, token));
      const secure = isSecure(options.names());
      setCookie(c, secure ? secureName : plainName, sessionId, {
        ...attributes,
        secure,
        maxAge: maxAgeSeconds,
      });
      return c.json(answer(visitor), 201);
    },

    DELETE: async (c) => {
      const sessionId = sessionCookie(c, options.names());
      if (sessionId !== undefined) await fromStore(access.signOut(sessionId));
      deleteCookie(c, secureName, { ...attributes, secure: true });
      deleteCookie(c, plainName, attributes);
      return c.body(null, 204);
    },
  });
}
