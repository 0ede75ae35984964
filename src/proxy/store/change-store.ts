import type { Change, ChangeFilters, ChangePage } from '../../contract';

/** A change as it is written down; the store adds the time and the account. */
export interface NewChange extends Pick<Change, 'kind' | 'person'> {
  applicationId?: string;
  deploymentId?: string;
  before?: Record<string, unknown> | null;
  after?: Record<string, unknown> | null;
  detail?: Record<string, unknown> | null;
}

/** What people changed, and who was refused. Changes of the list and of sessions are written with what they change. */
export interface ChangeStore {
  /** Writes down what nothing else in the store is written for: a refusal, a new configuration. */
  recordChange(change: NewChange): Promise<void>;
  /**
   * Newest first; `withParts` lists the parts of an import or of an edit of several in any case, see `changesQuery`. An
   * unknown cursor rejects with `InvalidCursor`.
   */
  listChanges(
    filter: ChangeFilters,
    page: { cursor?: string | undefined; limit: number; withParts?: boolean },
  ): Promise<ChangePage>;
}

/** What leaves after the time that the configuration keeps it. */
export interface RetentionStore {
  /**
   * Deletes at most `limit` settled cancellations (with their history, and batches without any) or changes from before
   * this instant, the oldest first, and puts that on record. Answers how many there were.
   */
  forget(kind: 'records' | 'changes', before: string, limit: number): Promise<number>;
}
