import type { Context, MiddlewareHandler } from 'hono';
import { paths } from '../../contract';
import { ProblemError } from './problems';

const loopback = ['127.0.0.1', 'localhost', '[::1]'];

/** The values of `Host` that this console answers to, and the origins of its own page. */
export interface AllowedHosts {
  hosts: ReadonlySet<string>;
  publicOrigin: string | null;
  /** The port of the address that people open. */
  port: number;
}

/** True for the addresses that only this machine can reach. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(?:\.\d{1,3}){3}$/.test(host);
}

/** `host` and `port` are the address that the server is bound to; `publicOrigin` is what people type instead. */
export function listAllowedHosts(host: string, port: number, publicOrigin: string | null): AllowedHosts {
  const bound = host.includes(':') ? `[${host}]` : host;
  const names = isLoopback(host) ? [bound, ...loopback] : [bound];
  const hosts = new Set(names.map((name) => `${name}:${port}`));
  // A browser leaves out the scheme's own port.
  if (port === 80) for (const name of names) hosts.add(name);
  if (publicOrigin === null) return { hosts, publicOrigin, port };
  const { host: publicHost, port: publicPort, protocol } = new URL(publicOrigin);
  hosts.add(publicHost);
  return { hosts, publicOrigin, port: Number(publicPort || (protocol === 'https:' ? 443 : 80)) };
}

/** The address that people open: the public one if there is one. Parameters as for `listAllowedHosts`. */
export function consoleOrigin(host: string, port: number, publicOrigin: string | null): string {
  return publicOrigin ?? `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}

/** The address that a browser knows the console by, which leads it back here. The `Host` has been checked. */
export function ownOrigin(
  { req }: Pick<Context, 'req'>,
  { allowedHosts }: { allowedHosts: () => AllowedHosts },
): string {
  return allowedHosts().publicOrigin ?? `http://${req.header('host')}`;
}

/** Refuses every name but our own: a rebound DNS name would make another site's page same-origin. */
export function checkHost(host: string | undefined, allowed: AllowedHosts): void {
  if (host === undefined || !allowed.hosts.has(host.toLowerCase())) {
    throw new ProblemError('host_refused', 'This console does not answer to that Host.');
  }
}

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS', 'TRACE']);

/** Whether a method only reads (RFC 9110 §9.2.1). */
export const isSafeMethod = (method: string): boolean => safeMethods.has(method);

/** Whether an identity-aware proxy has passed the request on. */
const hasForwardedIdentity = (headers: Headers) =>
  ['email', 'preferred-username', 'user'].some((name) => headers.has(`x-forwarded-${name}`));

function checkOrigin({ method, headers }: Request, host: string, { publicOrigin }: AllowedHosts): void {
  const origin = headers.get('origin');
  const fetchSite = headers.get('sec-fetch-site');
  const safe = isSafeMethod(method);
  const refused = () => new ProblemError('origin_refused', 'Only the console’s own page may ask for this.');
  // `none`: the person typed the address (Fetch Metadata §2.4).
  if (fetchSite !== null && fetchSite !== 'same-origin' && !(safe && fetchSite === 'none')) throw refused();
  if (origin === null) {
    // No browser adds a Bearer token by itself, so another site cannot forge such a request. A request that an
    // identity-aware proxy has passed on comes from a browser all the same.
    const isScript = /^Bearer /i.test(headers.get('authorization') ?? '') && !hasForwardedIdentity(headers);
    if (safe || isScript) return;
    throw refused();
  }
  // A reverse proxy may send another Host than people type: the page's origin is the public one all the same.
  if (origin === publicOrigin) return;
  const isPublic = publicOrigin !== null && new URL(publicOrigin).host === host;
  if (isPublic || origin !== `http://${host}`) throw refused();
}

/**
 * Refuses a request for an address that only a navigation of the whole window may open (Fetch Metadata §2). A browser
 * that sends no such headers is let through. Problem: `origin_refused`.
 */
export function checkNavigation(headers: Headers, { fromElsewhere }: { fromElsewhere: boolean }): void {
  const [mode, destination, site] = ['mode', 'dest', 'site'].map((name) => headers.get(`sec-fetch-${name}`));
  const isNavigation = (mode ?? 'navigate') === 'navigate' && (destination ?? 'document') === 'document';
  if (isNavigation && (fromElsewhere || ['same-origin', 'none', null].includes(site ?? null))) return;
  throw new ProblemError('origin_refused', 'Only a link of the console’s own page leads here.');
}

function checkBody(headers: Headers): void {
  const hasBody = headers.has('transfer-encoding') || Number(headers.get('content-length') ?? 0) > 0;
  if (!hasBody) return;
  const encoding = headers.get('content-encoding');
  if (encoding !== null && encoding.toLowerCase() !== 'identity') {
    throw new ProblemError('unsupported_media_type', 'A compressed body is not accepted.');
  }
  if (!/^application\/json\s*(?:;\s*charset\s*=\s*"?utf-8"?\s*)?$/i.test(headers.get('content-type') ?? '')) {
    throw new ProblemError('unsupported_media_type', 'The body must be application/json.');
  }
}

/**
 * Whether a path answers to any Host: a kubelet, a load balancer and a scraper ask by whatever address they have.
 * Neither page holds anything of a person, and metrics want the token.
 */
export const answersAnyHost = (path: string): boolean => path === paths.health || path === paths.metrics;

/**
 * The one guard of both mounts. `Host` against DNS rebinding; `Origin` and `Sec-Fetch-Site` against cross-site
 * requests (Fetch Metadata), to the interface also such that only read, since one of them asks Fuse; for methods that
 * change something JSON only, since a form cannot send it.
 * Problems: `host_refused`, `origin_refused`, `unsupported_media_type`.
 */
export function guard(allowedHosts: () => AllowedHosts): MiddlewareHandler {
  return async (c, next) => {
    const allowed = allowedHosts();
    const host = c.req.header('host');
    if (!answersAnyHost(c.req.path)) checkHost(host, allowed);
    const safe = isSafeMethod(c.req.method);
    // A link on another site may lead to the page itself.
    if (!safe || c.req.path.startsWith('/api/')) checkOrigin(c.req.raw, (host ?? '').toLowerCase(), allowed);
    if (!safe) checkBody(c.req.raw.headers);
    await next();
  };
}
