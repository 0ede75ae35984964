import { randomBytes } from 'node:crypto';
import { roles, type Role } from '../../contract';
import { ProblemError } from '../http/problems';
import { createRateLimit } from '../http/lanes';
import type { Store } from '../store/store';
import { isFrom, readIdentity, type IdentityProxy } from './identity-proxy';
import type { Tokens } from './tokens';
import { fingerprint, findRole } from './tokens';

/** The person or script that sends a request, as the journal names them. */
export interface Visitor {
  person: string;
  role: Role;
  /** How they were recognised: by a token, a link's cookie, a trusted proxy's headers, or not at all (sandbox). */
  via: 'token' | 'link' | 'proxy' | 'sandbox';
}

/** The parts of a request that identify its sender. */
export interface Credentials {
  authorization: string | undefined;
  sessionId: string | undefined;
  /** The address at the other end of the socket; undefined where there is no socket (tests). */
  address: string | undefined;
  header(name: string): string | undefined;
}

export interface Access {
  /** The visitor, or null without a valid session. Rejects with the store's error. */
  identify(credentials: Credentials): Promise<Visitor | null>;
  /**
   * Opens a session for a sign-in link's token. Problems: `sign_in_required` for a wrong token, `too_many_requests` for
   * too many sessions of one name, or from one address, within a minute.
   */
  signIn(
    name: string,
    token: string,
    address: string | undefined,
  ): Promise<{ sessionId: string; maxAgeSeconds: number; visitor: Visitor }>;
  signOut(sessionId: string): Promise<void>;
}

const sessionSeconds = 7 * 24 * 60 * 60;

const sandboxVisitor = (role: Role): Visitor => ({ person: `Sandbox ${role}`, role, via: 'sandbox' });

/**
 * Access to the sandbox, without a session: every visitor on loopback is an operator, since nothing there is real. A
 * visitor who signs in with the token `support` sees it as support staff do.
 */
export const sandboxAccess: Access = {
  identify: ({ sessionId }) =>
    Promise.resolve(sandboxVisitor(sessionId === 'support' ? 'support' : 'operator')),
  async signIn(_name, token) {
    const role = roles.find((name) => name === token);
    if (!role)
      throw new ProblemError(
        'sign_in_required',
        'The sandbox knows the tokens "operator" and "support" only.',
      );
    return { sessionId: role, maxAgeSeconds: sessionSeconds, visitor: sandboxVisitor(role) };
  },
  signOut: () => Promise.resolve(),
};

/**
 * Access to a live console: a Bearer token, the headers of an identity-aware proxy (believed from its own addresses
 * only), or the cookie that a sign-in link was exchanged for.
 */
export function liveAccess(options: {
  store: Pick<Store, 'openSession' | 'findSession' | 'closeSession'>;
  tokens: Tokens;
  proxy: IdentityProxy | null;
  now: () => Date;
}): Access {
  const { store, tokens, proxy, now } = options;
  const ofName = createRateLimit({ aMinute: 10, now });
  // Higher than for a name: behind a reverse proxy, a whole team has the same address.
  const fromAddress = createRateLimit({ aMinute: 60, now });
  const fingerprints = { operator: fingerprint(tokens.operator), support: fingerprint(tokens.support) };

  return {
    async identify(credentials) {
      const bearer = /^Bearer +(\S+)$/i.exec(credentials.authorization ?? '')?.[1];
      if (bearer !== undefined) {
        const role = findRole(bearer, tokens);
        if (role !== null) return { person: `script (${role})`, role, via: 'token' };
      }
      // An identity-aware proxy may pass on a token of its own (oauth2-proxy's `--pass-authorization-header`).
      const identity =
        proxy !== null && isFrom(proxy, credentials.address)
          ? readIdentity(proxy, (name) => credentials.header(name))
          : null;
      if (identity) return { ...identity, via: 'proxy' };
      if (bearer !== undefined || credentials.sessionId === undefined) return null;
      const session = await store.findSession(fingerprint(credentials.sessionId));
      if (!session || session.expiresAt <= now().toISOString()) return null;
      if (session.via !== 'link' || session.tokenHash !== fingerprints[session.role]) return null;
      return { person: session.person, role: session.role, via: 'link' };
    },

    async signIn(name, token, address) {
      const role = findRole(token, tokens);
      if (!role) {
        throw new ProblemError(
          'sign_in_required',
          'That link is not valid, or no longer. Ask for a new one.',
        );
      }
      ofName.take(name);
      if (address !== undefined) fromAddress.take(address);
      const sessionId = randomBytes(32).toString('base64url');
      await store.openSession(fingerprint(sessionId), {
        via: 'link',
        person: name,
        role,
        tokenHash: fingerprints[role],
        expiresAt: new Date(now().getTime() + sessionSeconds * 1000).toISOString(),
      });
      return { sessionId, maxAgeSeconds: sessionSeconds, visitor: { person: name, role, via: 'link' } };
    },

    signOut: (sessionId) => store.closeSession(fingerprint(sessionId)),
  };
}
