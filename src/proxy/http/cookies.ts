import type { Context } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import type { AppEnv, AppOptions } from './app-env';

type Console = Pick<AppOptions, 'allowedHosts' | 'upstream'>;

/** `__Host-` and `Secure` need https, which only a reverse proxy in front can give. */
function isSecure({ allowedHosts }: Console): boolean {
  return allowedHosts().publicOrigin?.startsWith('https:') === true;
}

/**
 * A browser keeps one set of cookies for all ports of a host (RFC 6265 §8.5), so the name carries the port: consoles
 * side by side keep their sessions. It carries the kind of upstream too: a look at the sandbox ends no live session.
 */
function cookieName(console_: Console): string {
  const prefix = isSecure(console_) ? '__Host-' : '';
  return `${prefix}console_${console_.upstream.kind}_${console_.allowedHosts().port}`;
}

const attributes = (console_: Console) =>
  ({ path: '/', httpOnly: true, sameSite: 'Strict', secure: isSecure(console_) }) as const;

/** The session ID that the browser sent. Behind https it is one that no other host and no http page can set. */
export function readSessionCookie(c: Context<AppEnv>, console_: Console): string | undefined {
  return getCookie(c, cookieName(console_));
}

/** Has the browser keep a session ID for so many seconds. */
export function setSessionCookie(
  c: Context<AppEnv>,
  console_: Console,
  sessionId: string,
  maxAge: number,
): void {
  setCookie(c, cookieName(console_), sessionId, { ...attributes(console_), maxAge });
}

export function deleteSessionCookie(c: Context<AppEnv>, console_: Console): void {
  deleteCookie(c, cookieName(console_), attributes(console_));
}
