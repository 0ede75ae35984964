import { isUtf8 } from 'node:buffer';
import { randomBytes } from 'node:crypto';
import type { BlockList } from 'node:net';
import { isIPv6 } from 'node:net';
import { roles, type Role } from '../../contract';
import { line } from '../../contract/lines';
import { ProblemError } from '../problems';
import { createRateLimit } from '../services/lanes';
import type { Store } from '../store/store';
import type { Tokens } from './tokens';
import { fingerprint, roleOf } from './tokens';

/** Who asks, as the journal will name them. */
export interface Visitor {
  person: string;
  role: Role;
  /** How they were recognised: by a token, a link's cookie, a trusted proxy's headers, or not at all (sandbox). */
  via: 'token' | 'link' | 'proxy' | 'sandbox';
}

/** What a request shows of its sender. */
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
   * Opens a session for a sign-in link's token. Problems: `sign_in_required` for a wrong one, `too_many_requests` for
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
 * The sandbox needs no session: whoever reaches it on loopback is an operator of nothing real. To see it as
 * support does, a visitor signs in with the role's name for a token.
 */
export const openAccess: Access = {
  identify: ({ sessionId }) =>
    Promise.resolve(sandboxVisitor(sessionId === 'support' ? 'support' : 'operator')),
  async signIn(_name, token) {
    const role = roles.find((one) => one === token);
    if (!role)
      throw new ProblemError(
        'sign_in_required',
        'The sandbox knows the tokens "operator" and "support" only.',
      );
    return { sessionId: role, maxAgeSeconds: sessionSeconds, visitor: sandboxVisitor(role) };
  },
  signOut: () => Promise.resolve(),
};

// Exact names: a group such as `other-app/operators` must not make an operator here.
const groupRoles: readonly (readonly [string, Role])[] = [
  ['operators', 'operator'],
  ['support', 'support'],
];

function trusts(proxies: BlockList | null, address: string | undefined): boolean {
  if (!proxies || address === undefined) return false;
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '');
  return proxies.check(plain, isIPv6(plain) ? 'ipv6' : 'ipv4');
}

const personName = line(200);

/** Node reads a header as Latin-1, proxies write names in UTF-8 (RFC 9110 §5.5 leaves both open). */
function utf8Of(header: string): string {
  const bytes = Buffer.from(header, 'latin1');
  return isUtf8(bytes) ? bytes.toString() : header;
}

/** The names by which oauth2-proxy (and others like it) pass on who was authenticated. */
function identityFrom(credentials: Credentials): { person: string; groups: string[] } | null {
  const person = ['email', 'preferred-username', 'user']
    .map((name) => credentials.header(`x-forwarded-${name}`)?.trim() ?? '')
    .find((name) => name !== '');
  if (person === undefined) return null;
  const named = personName.safeParse(utf8Of(person));
  if (!named.success) {
    throw new ProblemError(
      'role_required',
      'Your name, as the sign-in in front of this console gives it, cannot go into the journal: it has more than 200 characters, or control characters.',
    );
  }
  const groups = (credentials.header('x-forwarded-groups') ?? '').split(',').map((group) => group.trim());
  return { person: named.data, groups };
}

/**
 * Access to a live console: a Bearer token, an identity-aware proxy's headers (believed from
 * `trustedProxy` only), or the cookie that a sign-in link was exchanged for.
 */
export function liveAccess(options: {
  store: Pick<Store, 'openSession' | 'findSession' | 'closeSession'>;
  tokens: Tokens;
  trustedProxy: BlockList | null;
  now: () => Date;
}): Access {
  const { store, tokens, trustedProxy, now } = options;
  const ofName = createRateLimit({ aMinute: 10, now });
  // Behind a reverse proxy, a whole team comes from one address.
  const fromAddress = createRateLimit({ aMinute: 60, now });
  const fingerprints = { operator: fingerprint(tokens.operator), support: fingerprint(tokens.support) };

  return {
    async identify(credentials) {
      const bearer = /^Bearer +(\S+)$/i.exec(credentials.authorization ?? '')?.[1];
      if (bearer !== undefined) {
        const role = roleOf(bearer, tokens);
        if (role !== null) return { person: `script (${role})`, role, via: 'token' };
      }
      // It may pass on a token of its own (oauth2-proxy's `--pass-authorization-header`), which is none of ours.
      const identity = trusts(trustedProxy, credentials.address) ? identityFrom(credentials) : null;
      if (identity) {
        const role = groupRoles.find(([group]) => identity.groups.includes(group))?.[1];
        if (!role) {
          throw new ProblemError(
            'role_required',
            'You are signed in, but in neither of the groups “operators” and “support”. Ask whoever runs the sign-in.',
          );
        }
        return { person: identity.person, role, via: 'proxy' };
      }
      if (bearer !== undefined || credentials.sessionId === undefined) return null;
      const session = await store.findSession(fingerprint(credentials.sessionId));
      if (!session || session.expiresAt <= now().toISOString()) return null;
      if (session.tokenHash !== fingerprints[session.role]) return null;
      return { person: session.person, role: session.role, via: 'link' };
    },

    async signIn(name, token, address) {
      const role = roleOf(token, tokens);
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
