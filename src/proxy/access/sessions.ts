import { randomBytes } from 'node:crypto';
import type { OwnSession } from '../../contract';
import type { ConsoleFileHolder } from '../config/console-file';
import { earlierSessionMs, type SessionHolder, type Store, type StoredSession } from '../store/store';
import { fingerprint } from './tokens';

export interface OpenedSession {
  /** The secret that the browser keeps. */
  sessionId: string;
  maxAgeSeconds: number;
}

/** The sessions of the people who have signed in, by the configuration in force. */
export interface Sessions {
  open(holder: SessionHolder): Promise<OpenedSession>;
  /** The session, unless it has ended. Rejects with the store's error. */
  find(sessionId: string): Promise<StoredSession | null>;
  /** Whether the configuration in force lets the session's person in, however long the session lasts. */
  isAdmitted(session: StoredSession): boolean;
  /** Every session of the person whose session it is, the latest first. */
  list(sessionId: string): Promise<OwnSession[]>;
  /**
   * Ends the session that `list` names so, or all of them. The answer is the fingerprints of those that were ended.
   */
  end(sessionId: string, which: { id: string } | 'all'): Promise<string[]>;
  /** Ends the session in use by the fingerprint of its ID: the person signs out, or has signed in anew. */
  close(idHash: string, which: 'here' | 'replaced'): Promise<void>;
  /**
   * Deletes the sessions that the configuration in force has ended: another one does not bring them back. Tells how many
   * `revokeSessionsBefore` alone has ended.
   */
  endByConfiguration(): Promise<number>;
}

export type SessionStore = Pick<
  Store,
  | 'openSession'
  | 'findSession'
  | 'closeSession'
  | 'listSessions'
  | 'touchSession'
  | 'keepSessions'
  | 'clockAheadMs'
>;

const hourMs = 60 * 60_000;
/** How exact `lastUsedAt` is: every note of it is a durable write. */
const touchMs = 10 * 60_000;

/** The session's name in a list: enough to tell a person's own sessions apart. */
const nameOf = (idHash: string) => idHash.slice(0, 16);

const roleOf = (holder: SessionHolder) => (holder.via === 'link' ? holder.role : null);

export function createSessions(options: {
  store: SessionStore;
  consoleFile: ConsoleFileHolder;
  /** Whether a holder may still come in: the token of a link has not changed, the provider is still the one. */
  isAdmitted: (holder: SessionHolder) => boolean;
  now: () => Date;
}): Sessions {
  const { store, consoleFile, isAdmitted, now } = options;
  const beingNoted = new Set<string>();

  const lifetimeMs = () => consoleFile.current().signIn.sessionHours * hourMs;
  const beganAt = ({ createdAt, expiresAt }: StoredSession) =>
    createdAt === null ? Date.parse(expiresAt) - earlierSessionMs : Date.parse(createdAt);
  const endsAt = (session: StoredSession) =>
    Math.min(Date.parse(session.expiresAt), beganAt(session) + lifetimeMs());

  function isStillAdmitted(session: StoredSession): boolean {
    const { revokeSessionsBefore } = consoleFile.current();
    const isRevoked =
      revokeSessionsBefore !== undefined && beganAt(session) < Date.parse(revokeSessionsBefore);
    return !isRevoked && isAdmitted(session);
  }

  const isInForce = (session: StoredSession) => now().getTime() < endsAt(session) && isStillAdmitted(session);

  /** Nobody waits for this, and nothing depends on it. */
  function noteUse(idHash: string, session: StoredSession): void {
    const time = now();
    const notedAt = session.lastUsedAt === null ? beganAt(session) : Date.parse(session.lastUsedAt);
    if (time.getTime() - notedAt < touchMs || beingNoted.has(idHash)) return;
    beingNoted.add(idHash);
    store
      .touchSession(idHash, time.toISOString())
      .catch(() => undefined)
      .finally(() => beingNoted.delete(idHash));
  }

  async function find(sessionId: string): Promise<StoredSession | null> {
    const idHash = fingerprint(sessionId);
    const session = await store.findSession(idHash);
    if (session === null || !isInForce(session)) return null;
    noteUse(idHash, session);
    return session;
  }

  async function ofSamePerson(sessionId: string) {
    const own = await find(sessionId);
    if (own === null) return [];
    // Somebody with the other link could give the same name.
    const isOwn = (session: StoredSession) => session.via === 'oidc' || session.role === roleOf(own);
    return (await store.listSessions(own)).filter((session) => isInForce(session) && isOwn(session));
  }

  return {
    async open(holder) {
      const sessionId = randomBytes(32).toString('base64url');
      const expiresAt = new Date(now().getTime() + lifetimeMs()).toISOString();
      await store.openSession(fingerprint(sessionId), { ...holder, expiresAt });
      return { sessionId, maxAgeSeconds: lifetimeMs() / 1000 };
    },

    find,

    isAdmitted: isStillAdmitted,

    async list(sessionId) {
      const current = fingerprint(sessionId);
      return (await ofSamePerson(sessionId)).map((session) => {
        const since = new Date(beganAt(session)).toISOString();
        return {
          id: nameOf(session.idHash),
          via: session.via,
          since,
          lastUsedAt: session.lastUsedAt ?? since,
          expiresAt: new Date(endsAt(session)).toISOString(),
          isCurrent: session.idHash === current,
        };
      });
    },

    async end(sessionId, which) {
      const sessions = await ofSamePerson(sessionId);
      const toEnd = sessions.filter(({ idHash }) => which === 'all' || nameOf(idHash) === which.id);
      const current = fingerprint(sessionId);
      for (const { idHash } of toEnd)
        await store.closeSession(idHash, which === 'all' ? 'all' : idHash === current ? 'here' : 'another');
      return toEnd.map(({ idHash }) => idHash);
    },

    close: (idHash, which) => store.closeSession(idHash, which),

    async endByConfiguration() {
      const { signIn, revokeSessionsBefore } = consoleFile.current();
      // A clock that is ahead ends nobody's session for good.
      const time = now().getTime() - Math.max(0, store.clockAheadMs() ?? 0);
      const oldest = new Date(time - lifetimeMs()).toISOString();
      const admitted = { links: signIn.links, issuer: signIn.openIdConnect?.issuer ?? null };
      await store.keepSessions({ ...admitted, since: oldest });
      // Afterwards, so that those which had run out are not counted.
      return revokeSessionsBefore !== undefined && revokeSessionsBefore > oldest
        ? store.keepSessions({ ...admitted, since: revokeSessionsBefore })
        : 0;
    },
  };
}
