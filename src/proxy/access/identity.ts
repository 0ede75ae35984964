import { createHash } from 'node:crypto';
import type { MiddlewareHandler } from 'hono';
import { identityHeader, paths, type Session } from '../../contract';
import type { AppEnv, AppOptions } from '../http/app-env';
import { isSafeMethod } from '../http/guard';
import { ProblemError } from '../http/problems';
import type { Visitor } from './access';

type Console = Pick<AppOptions, 'upstream' | 'nonProductionEnvironments'>;

/**
 * A fingerprint of the session as a page shows it: upstream, host, account, person, grants, and the environments that
 * are not production, where a page asks for less confirmation. The sandbox's host is left out: its port changes with each
 * start.
 */
export function fingerprintIdentity(
  { upstream: { kind, host, account }, nonProductionEnvironments }: Console,
  { person, grants }: Visitor,
): string {
  const where = [kind, kind === 'live' ? host : null, account];
  const shown = JSON.stringify([...where, person, grants, nonProductionEnvironments]);
  return createHash('sha256').update(shown).digest('base64url').slice(0, 22);
}

function describe({ kind, host, account }: Session['upstream'], { person, role }: Visitor): string {
  const console_ = kind === 'live' ? `the live Fuse account ${account} at ${host}` : 'the sandbox';
  return `This console stands for ${console_}, and you are ${person} (${role}).`;
}

/**
 * Whether a request must name the identity that its sender saw. A browser may still show a page from before a restart or
 * of another person. A script names its role and its console itself: by its token, or, in the sandbox, by not being a
 * browser (browsers send Fetch Metadata to loopback and to https).
 */
function mustShowIdentity(visitor: Visitor, request: Request): boolean {
  switch (visitor.via) {
    case 'token':
    case 'key':
      return false;
    case 'sandbox':
      return request.headers.has('sec-fetch-site');
    case 'link':
    case 'oidc':
    case 'proxy':
      return true;
  }
}

/**
 * Refuses a request whose page shows another identity than this console's (409 `identity_changed`), before any route
 * reads it. A request that only reads may leave the header out. `GET` and `POST` of the session are not checked: from
 * them a page learns its identity.
 */
export function checkIdentity(options: Console): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    const visitor = c.get('visitor');
    const isAboutIdentity = c.req.path === paths.session && c.req.method !== 'DELETE';
    if (visitor !== undefined && !isAboutIdentity) {
      const shown = c.req.header(identityHeader);
      const isMissing =
        shown === undefined && !isSafeMethod(c.req.method) && mustShowIdentity(visitor, c.req.raw);
      if (isMissing || (shown !== undefined && shown !== fingerprintIdentity(options, visitor))) {
        const why = isMissing
          ? `The request has no ${identityHeader} header: send the identity that GET ${paths.session} gives.`
          : 'The page that sent this shows another console, account, person or role.';
        throw new ProblemError(
          'identity_changed',
          `${why} ${describe(options.upstream, visitor)} Nothing was sent, and nothing was changed. Reload the page.`,
        );
      }
    }
    await next();
  };
}
