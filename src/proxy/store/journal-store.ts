import type {
  Cancellation,
  CancellationCounts,
  CancellationPage,
  Confirmation,
  CountsQuery,
  DeploymentHistory,
  HistoryEntry,
  JournalFilters,
  Overlap,
  Review,
  Verification,
} from '../../contract';
import type { Moment } from './lease';
import type { SavedDeployment } from './saved-list-store';

/** What is known of a cancellation before anything is sent. */
export interface Intent
  extends
    SavedDeployment,
    Pick<Cancellation, 'id' | 'batchId' | 'person' | 'reason' | 'requestedAt' | 'upstream'> {
  /** IDs of the batches and cancellations that the person knows of, see `Overlap`; null: nothing is compared. */
  despite: readonly string[] | null;
  review?: Omit<Review, 'isOverdue'> | null;
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
  /** Somebody has protected the deployment, for this reason. */
  | { kind: 'protected'; reason: string }
  /** A batch's target is not saved any more with the names and environment of the intent, or is not saved at all. */
  | { kind: 'changed' | 'not_saved' }
  /** The intent is durable, and this console alone cancels the deployment's calls until `settle`. */
  | { kind: 'claimed'; cancellation: Cancellation }
  /** The ID is already in the journal, with this record. */
  | { kind: 'known'; cancellation: Cancellation }
  /** The ID is already in the journal of the other realm. */
  | { kind: 'foreign' }
  /** Another cancellation of this deployment is open. */
  | { kind: 'busy'; cancellation: Cancellation }
  /** A batch that is stopped or over claims no more, and an ID that a batch has fixed is for its own target only. */
  | { kind: 'out_of_turn' }
  /**
   * Other people are doing the same, and `despite` does not name it. A batch's own target is only held up by what was
   * accepted since the batch began.
   */
  | { kind: 'overlap'; overlaps: Overlap[] };

/** Which page of a list; an aborted `signal` says that nobody reads the answer any more. */
export interface PageRequest {
  cursor?: string | undefined;
  limit: number;
  signal?: AbortSignal;
}

export type ConfirmResult =
  | { kind: 'confirmed'; cancellation: Cancellation }
  /** Another person has confirmed it before; that confirmation stays. */
  | { kind: 'already'; cancellation: Cancellation }
  /** It has no outcome yet. */
  | { kind: 'open'; cancellation: Cancellation }
  /** Its review is for another person than the one who cancelled. */
  | { kind: 'own'; cancellation: Cancellation }
  /** Its outcome is unknown, and the confirmation has no note. */
  | { kind: 'note_required'; cancellation: Cancellation }
  | { kind: 'missing' };

export type WithdrawResult =
  | { kind: 'withdrawn'; cancellation: Cancellation }
  | { kind: 'not_confirmed'; cancellation: Cancellation }
  /** A rule wants another person than the one who cancelled. */
  | { kind: 'own'; cancellation: Cancellation }
  | { kind: 'missing' };

/** The cancellations of one realm: claims, outcomes, and what people add to them. */
export interface JournalStore {
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
  /**
   * Settles, in both realms, every open cancellation whose console is gone, and ends the batches of such
   * consoles as `interrupted`. Answers how many cancellations there were.
   */
  recover(settlement: Pick<Settlement, 'outcome' | 'cause' | 'settledAt'>): Promise<number>;

  findCancellation(id: string): Promise<Cancellation | null>;
  /** The journal, newest first. An unknown cursor rejects with `InvalidCursor`, an aborted `signal` with `ReaderLeft`. */
  listCancellations(filter: JournalFilters, page: PageRequest): Promise<CancellationPage>;
  /**
   * Counts the cancellations of a span, from its end on; it stops where that has taken `budgetMs`. An aborted `signal`
   * rejects with `ReaderLeft`.
   */
  countCancellations(
    query: CountsQuery,
    options?: { signal?: AbortSignal; budgetMs?: number },
  ): Promise<CancellationCounts>;
  /** The newest cancellations of each of these deployments, saved or not; each target once, in the order given. */
  listDeploymentHistories(
    targets: readonly Pick<DeploymentHistory, 'applicationId' | 'deploymentId'>[],
  ): Promise<DeploymentHistory[]>;

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
  /**
   * Marks the unconfirmed outcomes that somebody was to confirm before `at`, each once, with an event. Answers how many
   * there were.
   */
  markOverdueReviews(at: string): Promise<number>;
  /** How many outcomes are marked and not confirmed. */
  countOverdueReviews(): Promise<number>;
  /** All that happened to one cancellation, oldest first. */
  history(id: string): Promise<HistoryEntry[]>;
}
