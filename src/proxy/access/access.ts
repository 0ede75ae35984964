import { roles, standingOf, toGrants, type Grant, type Role, type Standing } from '../../contract';
import type { ConsoleFileHolder } from '../config/console-file';
import { createRateLimit } from '../http/lanes';
import { ProblemError } from '../http/problems';
import type { SessionHolder, Store } from '../store/store';
import { grantsOfGroups } from './groups';
import { isFrom, readIdentity, type IdentityProxy } from './identity-proxy';
import { createKeyAccess, isLikeKey } from './key-access';
import { createSessions, type OpenedSession, type Sessions, type SessionStore } from './sessions';
import { fingerprint, findRole, type Tokens } from './tokens';
import { countedAddress, limitWrongTokens } from './wrong-tokens';

/** The person or script that sends a request, as the journal names them. */
export interface Visitor {
  person: string;
  /** What they may do beside reading, by what is in force at this request. */
  grants: readonly Grant[];
  /**
   * What they may do by what is in force when this is called: nothing where their way in is closed by then. A session
   * that has expired, or that its person has ended, takes nothing away from what they have begun.
   */
  grantsNow: () => readonly Grant[];
  /** The grants in one word. */
  role: Standing;
  /**
   * How they were recognised: by a token or key, by the cookie of a sign-in with a link or at an OpenID Connect
   * provider, by a trusted proxy's headers, or not at all (sandbox).
   */
  via: 'token' | 'key' | 'link' | 'oidc' | 'proxy' | 'sandbox';
  /** The groups that a trusted proxy's headers name; a provider's are those of the session. */
  groups?: readonly string[];
}

/** The parts of a request that identify its sender. */
export interface Credentials {
  authorization: string | undefined;
  sessionId: string | undefined;
  /** The address at the other end of the socket; undefined where there is no socket (tests). */
  peer: string | undefined;
  /** The visitor's own address, see `visitorAddress`. */
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
  ): Promise<OpenedSession & { visitor: Visitor }>;
  /** Null where nobody needs a session. */
  sessions: Sessions | null;
}

/** How long a browser remembers as whom somebody looks at the sandbox. */
const sandboxSeconds = 7 * 24 * 60 * 60;

/** A visitor whose grants are found by `grantsNow`. */
function asVisitor(person: string, via: Visitor['via'], grantsNow: () => readonly Grant[]): Visitor {
  const grants = grantsNow();
  return { person, grants, grantsNow, role: standingOf(grants), via };
}

const sandboxVisitor = (role: Role) => asVisitor(`Sandbox ${role}`, 'sandbox', () => toGrants(role));

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
    return { sessionId: role, maxAgeSeconds: sandboxSeconds, visitor: sandboxVisitor(role) };
  },
  sessions: null,
};

/**
 * Access to a live console: a Bearer token, the headers of an identity-aware proxy (believed from its own addresses
 * only), or the cookie that a sign-in link was exchanged for.
 */
export function liveAccess(options: {
  store: SessionStore & Pick<Store, 'findKeyName' | 'noteKeyUse' | 'recordChange'>;
  tokens: Tokens;
  proxy: IdentityProxy | null;
  consoleFile: ConsoleFileHolder;
  now: () => Date;
}): Access {
  const { store, tokens, proxy, consoleFile, now } = options;
  const ofName = createRateLimit({ aMinute: 10, now });
  // Higher than for a name: behind a reverse proxy that is not named, a whole team has the same address.
  const fromAddress = createRateLimit({ aMinute: 60, now });
  const fingerprints = { operator: fingerprint(tokens.operator), support: fingerprint(tokens.support) };
  const wrongTokens = limitWrongTokens(now);
  const scripts = createKeyAccess(options);
  const areLinksOn = () => consoleFile.current().signIn.links;
  const isAdmitted = (holder: SessionHolder) =>
    holder.via === 'link'
      ? areLinksOn() && holder.tokenHash === fingerprints[holder.role]
      : holder.issuer === consoleFile.current().signIn.openIdConnect?.issuer;
  const sessions = createSessions({ store, consoleFile, isAdmitted, now });

  return {
    async identify(credentials) {
      const bearer = /^Bearer +(\S+)$/i.exec(credentials.authorization ?? '')?.[1];
      if (bearer !== undefined) {
        // A key was made by the console and cannot be guessed: somebody else's wrong tokens never hold up a script.
        const script = scripts.find(bearer);
        if (script !== null) return asVisitor(script.person, 'key', script.grantsNow);
        const role = areLinksOn() ? findRole(bearer, tokens) : null;
        if (role !== null) wrongTokens.check(credentials.address, 'token');
        if (role !== null)
          return asVisitor(`script (${role})`, 'token', () => (areLinksOn() ? toGrants(role) : []));
      }
      const readProxyIdentity = () =>
        proxy !== null && isFrom(proxy, credentials.peer)
          ? readIdentity(proxy, consoleFile.current(), (name) => credentials.header(name))
          : null;
      // An identity-aware proxy may pass on a token of its own (oauth2-proxy's `--pass-authorization-header`).
      const identity = readProxyIdentity();
      if (identity) {
        const visitor = asVisitor(identity.person, 'proxy', () => readProxyIdentity()?.grants ?? []);
        return { ...visitor, groups: identity.groups };
      }
      if (bearer !== undefined) {
        const via = isLikeKey(bearer) ? 'key' : 'token';
        wrongTokens.count(credentials.address, via);
        throw new ProblemError('sign_in_required', await scripts.whyUnknown(bearer), { signIn: { via } });
      }
      if (credentials.sessionId === undefined) return null;
      const session = await sessions.find(credentials.sessionId);
      if (session === null) return null;
      return asVisitor(session.person, session.via, () => {
        if (!sessions.isAdmitted(session)) return [];
        return session.via === 'link'
          ? toGrants(session.role)
          : (grantsOfGroups(consoleFile.current().groups, session.groups) ?? []);
      });
    },

    async signIn(name, token, address) {
      if (!areLinksOn())
        throw new ProblemError('sign_in_required', 'Sign-in links are switched off on this console.');
      wrongTokens.check(address);
      const role = findRole(token, tokens);
      if (!role) {
        wrongTokens.count(address);
        throw new ProblemError(
          'sign_in_required',
          'That link is not valid, or no longer. Ask for a new one.',
        );
      }
      ofName.take(name);
      if (address !== undefined) fromAddress.take(countedAddress(address));
      const opened = await sessions.open({ via: 'link', person: name, role, tokenHash: fingerprints[role] });
      return { ...opened, visitor: asVisitor(name, 'link', () => toGrants(role)) };
    },

    sessions,
  };
}
