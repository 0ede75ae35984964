import type { Batch, BatchPage, BatchRequest, Cancellation, Overlap, StopReason } from '../../contract';
import type { TaggedDeployment } from './saved-list-store';

/** A batch before anything of it is sent; the store adds the names. */
export interface NewBatch extends Pick<Batch, 'id' | 'person' | 'reason' | 'requestedAt' | 'pauseMs'> {
  targets: (BatchRequest['targets'][number] & { cancellationId: string })[];
  /** IDs of the batches and cancellations that the person knows of, see `Overlap`; null: nothing is compared. */
  despite: readonly string[] | null;
  /** Called with the targets as they are saved, before anything is written: what it throws refuses the batch. */
  check?: (saved: readonly TaggedDeployment[]) => void;
}

export type CreateBatchResult =
  | { kind: 'created' | 'known'; batch: Batch }
  /** The ID belongs to a batch of the other realm. */
  | { kind: 'foreign' }
  /** Every target, counted from 0, that is not in the saved list. */
  | { kind: 'not_saved'; indices: number[] }
  /** Every target, counted from 0, whose deployment is protected, with the reason of the first. */
  | { kind: 'protected'; indices: number[]; reason: string }
  | { kind: 'overlap'; overlaps: Overlap[] };

/** How a batch ends; without `stopReason` all its targets have been tried. */
export interface BatchEnd {
  state: 'finished' | 'stopped' | 'interrupted';
  stopReason: StopReason | null;
  finishedAt: string;
}

/** The batches of one realm. */
export interface BatchStore {
  /** Fixes a batch with its targets' names as they are saved now; all of it or nothing. */
  createBatch(batch: NewBatch): Promise<CreateBatchResult>;
  findBatch(id: string): Promise<Batch | null>;
  /** Batches, newest first. An unknown cursor rejects with `InvalidCursor`. */
  listBatches(page: { cursor?: string | undefined; limit: number }): Promise<BatchPage>;
  /** Leaves one target of a running batch untried because of another cancellation, named here, or because it may not be cancelled any more. */
  skipTarget(
    id: string,
    position: number,
    why:
      | { reason: 'in_progress' | 'recently_accepted'; blockedBy: Pick<Cancellation, 'id' | 'person'> }
      | { reason: 'protected' | 'changed' | 'not_saved' | 'role_required'; blockedBy: null },
    at: string,
  ): Promise<void>;
  /**
   * "Stop (the current one still finishes)": no further target can be claimed. A batch between two targets is over at once.
   * The answer is the batch as it stands, or null if there is none; one that is over stays as it is.
   */
  stopBatch(id: string, person: string, at: string): Promise<Batch | null>;
  /** Whether a batch may go on to its next target. */
  canContinue(id: string): Promise<boolean>;
  /**
   * Ends a running batch; its targets without a record become `not_tried`. The first reason to stop stays. A batch
   * that is over stays as it is.
   */
  endBatch(id: string, end: BatchEnd): Promise<void>;
}
