import type { BatchSummary, Cancellation, Pin, Role } from '../../contract';
import type { BatchStore } from './batch-store';
import type { ChangeStore, RetentionStore } from './change-store';
import type { JournalStore } from './journal-store';
import type { SavedListStore } from './saved-list-store';

export type * from './batch-store';
export type * from './change-store';
export type * from './journal-store';
export type * from './saved-list-store';

/**
 * The two worlds one database can hold. Every list, record and claim belongs to one of them, so that
 * practice in the sandbox never mixes with the real account's list and journal.
 */
export type Realm = 'sandbox' | 'live';

/** Whose saved list it is: each Fuse account has its own. */
export interface ListOwner {
  realm: Realm;
  /** In lower case; '' in the sandbox. */
  account: string;
  /** The environments that its console is configured not to count as production. */
  nonProduction: readonly string[];
}

/** A change, with the record as it stands now, as a stream sends it. */
export type StoredEvent = { seq: number } & (
  | { type: 'cancellation'; data: Cancellation }
  | { type: 'batch'; data: BatchSummary }
  | { type: 'applications'; data: { person?: string } }
);

/** The events of one realm. */
export interface EventStore {
  /** Calls the listener after events were committed, by any console on this database; the answer stops it. */
  onEvent(listener: () => void): () => void;
  /**
   * Names the line of events that this console reads. The name is another one as soon as the newest event that it
   * knew is gone, or is another event: the database failed over to a server that was behind, or was put back.
   */
  historyId(): Promise<string>;
  /** At most `limit` events of this realm that come after `seq`, oldest first. */
  listEvents(after: number, limit: number): Promise<StoredEvent[]>;
  /** The newest event's number, or 0. */
  lastEvent(): Promise<number>;
}

/** Who has signed in, and how. */
export type SessionHolder =
  /** By a link. */
  | {
      via: 'link';
      person: string;
      role: Role;
      /** Fingerprint of the token that opened it: a changed token ends its sessions. */
      tokenHash: string;
    }
  /** By OpenID Connect. */
  | { via: 'oidc'; person: string; issuer: string; subject: string; groups: readonly string[] };

export type NewSession = SessionHolder & { expiresAt: string };

/** How long a session lasted when `createdAt` was not kept yet, in milliseconds. */
export const earlierSessionMs = 7 * 86_400_000;

/** Which sessions a configuration leaves in force. */
export interface AdmittedSessions {
  /** Those opened at this instant or later. */
  since: string;
  /** Whether those of the sign-in links are among them. */
  links: boolean;
  /** The issuer whose people's are among them; null for none. */
  issuer: string | null;
}

export type StoredSession = NewSession & {
  /** Null where an older release wrote the session. */
  createdAt: string | null;
  /** As `touchSession` has it; null where it was never called. */
  lastUsedAt: string | null;
};

/** The one in use, another one of the person's, one of all that they ended, or one that a new sign-in took the place of. */
export type EndedSession = 'here' | 'another' | 'all' | 'replaced';

/** The signed-in people of one realm; an expired session is not found. */
export interface SessionStore {
  openSession(idHash: string, session: NewSession): Promise<void>;
  findSession(idHash: string): Promise<StoredSession | null>;
  /** Notes that a session is in use. It is a durable write: not for every request. */
  touchSession(idHash: string, at: string): Promise<void>;
  /** The sessions of one person, the newest first: of a name for links, of a subject for OpenID Connect. */
  listSessions(holder: SessionHolder): Promise<(StoredSession & { idHash: string })[]>;
  /** Ends a session; `which` of the person's sessions that was goes on record. */
  closeSession(idHash: string, which: EndedSession): Promise<void>;
  /** Deletes every session but these, so that none comes back with another configuration, and tells how many it deleted. */
  keepSessions(admitted: AdmittedSessions): Promise<number>;
}

/** The keys of scripts that were ever in force, and when they were last used. */
export interface KeyStore {
  /** Keeps the keys' names for good, so that one that is taken out of the configuration is still known. */
  rememberKeys(keys: readonly { name: string; sha256: string }[]): Promise<void>;
  /** The name that the key with this hash had when it was last in force. */
  findKeyName(sha256: string): Promise<string | null>;
  /** It is a durable write: not for every request. */
  noteKeyUse(key: { name: string; sha256: string }, at: string): Promise<void>;
  /** By the hash of the key, which its name may change under. */
  listKeyUses(): Promise<Map<string, string>>;
}

/** What each person has pinned of the list. */
export interface PinStore {
  /** Those of the person's pins that are saved, by their IDs. */
  listPins(person: string): Promise<Pin[]>;
  /** Pins a saved deployment, unless `maxPins` are pinned; one that is pinned stays so. */
  pinDeployment(person: string, deployment: Pin): Promise<'pinned' | 'not_saved' | 'too_many'>;
  unpinDeployment(person: string, deployment: Pin): Promise<void>;
}

/**
 * The durable side of the console: saved list, journal, sessions. Each method that writes is one transaction, and
 * one that resolves has been synced to disk. UUIDs are in lower case, as the contract reads them. Methods reject with the database's own error when it fails.
 */
export interface Store
  extends
    SavedListStore,
    JournalStore,
    BatchStore,
    EventStore,
    ChangeStore,
    RetentionStore,
    SessionStore,
    KeyStore,
    PinStore {
  /** Rejects, without a write, where this console has lost its database. */
  checkReachable(): Promise<void>;
  /** Resolves if a durable write works right now, also of the journal, which has one writer at a time. */
  checkWritable(): Promise<void>;
  /** How far this machine's clock is ahead of the database's, in milliseconds; null where that is not known. */
  clockAheadMs(): number | null;
  close(): Promise<void>;
}

/** The database at `DATABASE_URL` cannot be used; the message says why in one line, for a person. */
export class StoreUnusable extends Error {
  override name = 'StoreUnusable';
}

/** The request was given up before it was answered. */
export class ReaderLeft extends Error {
  override name = 'ReaderLeft';

  static check(signal: AbortSignal | undefined): void {
    if (signal?.aborted === true) throw new ReaderLeft();
  }
}

/** A search that would have held up others for longer than it may. */
export class SearchTooSlow extends Error {
  override name = 'SearchTooSlow';
}

export class InvalidCursor extends Error {
  override name = 'InvalidCursor';
}
