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

/** Each attempt to sign in has its own, so that two tabs can sign in side by side. */
const attemptName = (console_: Console, state: string) => `${cookieName(console_)}_${state.slice(0, 8)}`;

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

/** For how long a person may take at the provider. */
const attemptSeconds = 600;

/** Has the browser keep an attempt to sign in until the provider leads back: from another site, so not `Strict`. */
export function setAttemptCookie(c: Context<AppEnv>, console_: Console, attempt: { state: string }): void {
  const value = Buffer.from(JSON.stringify(attempt)).toString('base64url');
  setCookie(c, attemptName(console_, attempt.state), value, {
    ...attributes(console_),
    sameSite: 'Lax',
    maxAge: attemptSeconds,
  });
}

/** The attempt that was begun with this state in this browser, as unchecked JSON, or undefined. It is forgotten. */
export function takeAttemptCookie(c: Context<AppEnv>, console_: Console, state: string): unknown {
  if (!/^[\w-]{20,100}$/.test(state)) return undefined;
  const name = attemptName(console_, state);
  const value = getCookie(c, name);
  if (value === undefined) return undefined;
  deleteCookie(c, name, { ...attributes(console_), sameSite: 'Lax' });
  try {
    return JSON.parse(Buffer.from(value, 'base64url').toString()) as unknown;
  } catch {
    return undefined;
  }
}
