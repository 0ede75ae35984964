import type {
  Application,
  ApplicationInput,
  Batch,
  BatchPage,
  BatchRequest,
  BatchSummary,
  Cancellation,
  Confirmation,
  Deployment,
  DeploymentInput,
  DeploymentValues,
  HistoryEntry,
  Overlap,
  Role,
  StopReason,
  Verification,
} from '../../contract';

import type { Moment } from './lease';

/**
 * The two worlds one database can hold. Every list, record and claim belongs to one of them, so that
 * practice in the sandbox never mixes with the real account's list and journal.
 */
export type Realm = 'sandbox' | 'live';

/** A saved deployment with its application's name: all that a cancellation copies into the journal. */
export interface SavedDeployment {
  applicationId: string;
  applicationName: string;
  deploymentId: string;
  deploymentName: string;
  environment: string;
}

/** What is known of a cancellation before anything is sent. */
export type Intent = SavedDeployment &
  Pick<Cancellation, 'id' | 'batchId' | 'person' | 'reason' | 'requestedAt' | 'upstream'> &
  Acknowledged;

interface Acknowledged {
  /** IDs of the batches and cancellations that the person knows of, see `Overlap`; null: nothing is compared. */
  despite: readonly string[] | null;
}

/** What is known of it once its outcome is decided. */
export interface Settlement extends Pick<
  Cancellation,
  'undocumented' | 'status' | 'message' | 'retryAfter' | 'cause' | 'sentAt' | 'answeredAt'
> {
  outcome: NonNullable<Cancellation['outcome']>;
  settledAt: string;
}

export type ClaimResult =
  /** The intent is durable and this deployment is ours until `settle`. */
  | { kind: 'claimed'; cancellation: Cancellation }
  /** The ID is already in the journal, with this record. */
  | { kind: 'known'; cancellation: Cancellation }
  /** The ID is already in the journal of the other realm. */
  | { kind: 'foreign' }
  /** Another cancellation of this deployment is open. */
  | { kind: 'busy'; cancellation: Cancellation }
  /** A batch that is stopped or over claims no more, and nobody else claims with an ID that it has fixed. */
  | { kind: 'out_of_turn' }
  /**
   * Others are doing the same, and `despite` does not name it. A batch's own target is only held up by what was
   * accepted since the batch began.
   */
  | { kind: 'overlap'; overlaps: Overlap[] };

/** A batch before anything of it is sent; the store adds the names. */
export type NewBatch = Pick<Batch, 'id' | 'person' | 'reason' | 'requestedAt' | 'pauseMs'> &
  Acknowledged & {
    targets: (BatchRequest['targets'][number] & { cancellationId: string })[];
  };

export type CreateBatchResult =
  | { kind: 'created' | 'known'; batch: Batch }
  /** The ID belongs to a batch of the other realm. */
  | { kind: 'foreign' }
  /** Every target, counted from 0, that is not in the saved list. */
  | { kind: 'not_saved'; indices: number[] }
  | { kind: 'overlap'; overlaps: Overlap[] };

/** How a batch ends; without `stopReason` all its targets have been tried. */
export interface BatchEnd {
  state: 'finished' | 'stopped' | 'interrupted';
  stopReason: StopReason | null;
  finishedAt: string;
}

export interface JournalFilter {
  outcome?: NonNullable<Cancellation['outcome']> | 'open' | undefined;
  applicationId?: string | undefined;
  deploymentId?: string | undefined;
  batchId?: string | undefined;
  person?: string | undefined;
  /** ISO instants: `from` inclusive, `to` exclusive, compared with `requestedAt`. */
  from?: string | undefined;
  to?: string | undefined;
  /** Found in names, IDs, person, reason, or Fuse's message, without regard to letter case. */
  q?: string | undefined;
  /** `no`: settled, but not confirmed. */
  confirmed?: 'yes' | 'no' | undefined;
}

export type ConfirmResult =
  | { kind: 'confirmed'; cancellation: Cancellation }
  /** Somebody has confirmed it before; it stays theirs. */
  | { kind: 'already'; cancellation: Cancellation }
  /** It has no outcome yet. */
  | { kind: 'open'; cancellation: Cancellation }
  /** Its outcome is unknown, and the confirmation has no note. */
  | { kind: 'note_required'; cancellation: Cancellation }
  | { kind: 'missing' };

export type WithdrawResult =
  | { kind: 'withdrawn'; cancellation: Cancellation }
  | { kind: 'not_confirmed'; cancellation: Cancellation }
  | { kind: 'missing' };

/** What has changed, with the record as it stands now. */
export type StoredEvent =
  | { seq: number; type: 'cancellation'; cancellation: Cancellation }
  | { seq: number; type: 'batch'; batch: BatchSummary }
  | { seq: number; type: 'applications' };

export interface JournalPage {
  items: Cancellation[];
  /** Opaque; null on the last page. */
  nextCursor: string | null;
}

export interface StoredSession {
  person: string;
  role: Role;
  /** Fingerprint of the token that opened it: a changed token ends its sessions. */
  tokenHash: string;
  expiresAt: string;
}

/** Save only what is not saved yet, or only what is. */
export interface SaveConditions {
  onlyNew: boolean;
  onlySaved?: boolean;
}

/** `exists`: refused because of `onlyNew`; `missing`: because of `onlySaved`. */
export type SaveResult = 'created' | 'updated' | 'exists' | 'missing';

/** Changes of the saved list that belong together. */
export interface SavedChange {
  /** Only if `savedVersion` is still this. */
  ifVersion?: number;
  /** Saved, or renamed. */
  applications: { applicationId: string; name: string }[];
  /** Saved with these values, or removed (null). */
  deployments: { applicationId: string; deploymentId: string; values: DeploymentValues | null }[];
}

export type SavedChangeResult =
  | { kind: 'changed' }
  /** The list is not the version that was asked for. */
  | { kind: 'stale' }
  /** The application of this deployment, counted from 0, is not saved. */
  | { kind: 'no_application'; index: number };

/**
 * The durable side of the console: saved list, journal, sessions. Each method that writes is one transaction, and
 * one that resolves has been synced to disk. Methods reject with the database's own error when it fails.
 */
export interface Store {
  listApplications(): Promise<Application[]>;
  findApplication(applicationId: string): Promise<Application | null>;
  /** A deployment as `listApplications` has it. */
  getDeploymentView(applicationId: string, deploymentId: string): Promise<Deployment | null>;
  /** Another one after each change of what `listApplications` answers; read it before the list. */
  listVersion(): Promise<string>;
  /** Rises with each change of the saved list, whatever is cancelled. */
  savedVersion(): Promise<number>;
  /** The saved values of each target, or null, in the order of the targets. */
  getDeploymentValues(
    targets: readonly { applicationId: string; deploymentId: string }[],
  ): Promise<(DeploymentValues | null)[]>;
  /** Many changes at once: all of them, or none. */
  applyListChanges(change: SavedChange): Promise<SavedChangeResult>;
  saveApplication(
    applicationId: string,
    input: ApplicationInput,
    conditions: SaveConditions,
  ): Promise<SaveResult>;
  /** Removes the application with its deployments and answers what it removed; the journal is untouched. */
  removeApplication(applicationId: string): Promise<Application | null>;
  saveDeployment(
    applicationId: string,
    deploymentId: string,
    input: DeploymentInput,
    conditions: SaveConditions,
  ): Promise<SaveResult | 'no_application'>;
  removeDeployment(applicationId: string, deploymentId: string): Promise<Deployment | null>;
  getDeploymentNames(applicationId: string, deploymentId: string): Promise<SavedDeployment | null>;

  /** Commits the intent and claims its deployment in one step, or says why not. */
  claim(intent: Intent): Promise<ClaimResult>;
  /**
   * Commits the outcome and frees the deployment. A record that is already settled is never changed: the
   * answer is the record as it stands.
   */
  settle(id: string, settlement: Settlement): Promise<Cancellation>;
  /**
   * Open cancellations of this console that nobody here has claimed: their claim was committed though it failed, so
   * nothing was sent for them. What is being claimed, or is claimed and not settled, is not among them.
   */
  listOrphans(): Promise<Cancellation[]>;
  /**
   * Whether the request of a claim that began then may still leave: it is younger than `leaseMs`, and no other
   * console can have taken this one for gone meanwhile.
   */
  holds(claimedAt: Moment): boolean;
  findCancellation(id: string): Promise<Cancellation | null>;
  /** The journal, newest first. An unknown cursor rejects with `InvalidCursor`, an aborted `signal` with `ReaderLeft`. */
  listCancellations(
    filter: JournalFilter,
    page: { cursor?: string | undefined; limit: number; signal?: AbortSignal },
  ): Promise<JournalPage>;
  confirm(id: string, confirmation: Confirmation): Promise<ConfirmResult>;
  withdrawConfirmation(id: string, person: string, at: string): Promise<WithdrawResult>;
  /** Keeps a verification with its cancellation; `known` if it has that ID already, `foreign` if another has. */
  addVerification(
    id: string,
    verificationId: string,
    evidence: { person: string; at: string; verification: Verification },
  ): Promise<'added' | 'known' | 'foreign' | 'missing'>;
  /** The cancellation that the verification of this ID belongs to; null where there is none. */
  findVerification(verificationId: string): Promise<string | null>;
  /** All that happened to one cancellation, oldest first. */
  history(id: string): Promise<HistoryEntry[]>;

  /** Fixes a batch with its targets' names as they are saved now; all of it or nothing. */
  createBatch(batch: NewBatch): Promise<CreateBatchResult>;
  findBatch(id: string): Promise<Batch | null>;
  /** Batches, newest first. An unknown cursor rejects with `InvalidCursor`. */
  listBatches(page: { cursor?: string | undefined; limit: number }): Promise<BatchPage>;
  /** Leaves one target of a running batch untried because of another cancellation, named here. */
  skipTarget(
    id: string,
    position: number,
    why: { reason: 'in_progress' | 'recently_accepted'; blockedBy: Pick<Cancellation, 'id' | 'person'> },
    at: string,
  ): Promise<void>;
  /**
   * "Stop after this one": no further target can be claimed. A batch between two targets is over at once.
   * The answer is the batch as it stands, or null if there is none; one that is over stays as it is.
   */
  stopBatch(id: string, person: string, at: string): Promise<Batch | null>;
  /** Whether a batch may go on to its next target. */
  canContinue(id: string): Promise<boolean>;
  /**
   * Ends a running batch; its targets without a record become `not_tried`. What stopped it first stays the
   * reason. A batch that is over stays as it is.
   */
  endBatch(id: string, end: BatchEnd): Promise<void>;

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

  /**
   * Settles, in both realms, every open cancellation whose console is gone, and ends the batches of such
   * consoles as `interrupted`. Answers how many cancellations there were.
   */
  recover(settlement: Pick<Settlement, 'outcome' | 'cause' | 'settledAt'>): Promise<number>;

  openSession(idHash: string, session: StoredSession): Promise<void>;
  findSession(idHash: string): Promise<StoredSession | null>;
  closeSession(idHash: string): Promise<void>;

  /** Writes the given list once per database and realm; later calls do nothing. */
  seed(applications: SeedApplication[]): Promise<void>;
  /** Rejects, without a write, where this console has lost its database. */
  checkReachable(): Promise<void>;
  /** Resolves if a durable write works right now, also of the journal, which has one writer at a time. */
  checkWritable(): Promise<void>;
  /** How far this machine's clock is ahead of the database's, in milliseconds; null where that is not known. */
  clockAheadMs(): number | null;
  close(): Promise<void>;
}

export interface SeedApplication extends ApplicationInput {
  applicationId: string;
  deployments: (DeploymentInput & { deploymentId: string })[];
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
