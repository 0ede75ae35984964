import { despite, shownNames } from './cancellation-requests';
import { cancellation } from './cancellations';
import { deploymentKey, fuseId, instant, uuid } from './ids';
import { typedLines } from './text';
import { z } from './zod';

/** The most targets of a batch: cancelled within minutes, pauses included, and a list that a person can read. */
export const maxBatchTargets = 500;

const target = { applicationId: fuseId, deploymentId: fuseId };

/** A list of 1 to `max` deployments, each named once. */
export function listOfTargets<T extends z.ZodMiniType<{ applicationId: string; deploymentId: string }>>(
  item: T,
  max: number,
) {
  return z
    .array(item)
    .check(
      z.minLength(1, { error: 'must not be empty' }),
      z.maxLength(max, { error: `must be at most ${max} deployments` }),
      ({ value: targets, issues }) => {
        const seen = new Set<string>();
        for (const [index, item] of targets.entries()) {
          const key = deploymentKey(item);
          const message = `deployment ${key} is named twice`;
          if (seen.has(key)) issues.push({ code: 'custom', input: targets, path: [index], message });
          seen.add(key);
        }
      },
    );
}

/** Body of `PUT /api/batches/{uuid}`. */
export const batchRequest = z.strictObject({
  targets: listOfTargets(z.strictObject({ ...target, ...shownNames }), maxBatchTargets),
  reason: z.optional(z.nullable(typedLines(500))),
  despite,
});
export type BatchRequest = z.infer<typeof batchRequest>;

/** Why a batch ended before its last target. */
const stopReasons = [
  /** A person pressed "Stop (the current one still finishes)". */
  'stopped',
  /** Fuse answered 401 or 429: the rest would get the same. */
  'fuse_401',
  'fuse_429',
  /** An intent or an outcome could not be written. */
  'journal_unavailable',
  /** The console stopped; a batch is never resumed by itself. */
  'console_stopped',
  /** The console itself failed at a target, and would fail at the next one too. */
  'console_failed',
] as const;

/**
 * Why a target of a batch was not tried. `in_progress`: somebody else was cancelling that deployment when its turn
 * came. `recently_accepted`: somebody else's cancellation of it was accepted since the batch was confirmed. `protected`,
 * `changed`, `not_saved`: since then the deployment was protected, got another name, environment or name of its
 * application, or was removed from the saved list. `role_required`: the person who started the batch may not cancel it any more.
 */
const notTriedReasons = [
  'in_progress',
  'recently_accepted',
  'protected',
  'changed',
  'not_saved',
  'role_required',
  ...stopReasons,
] as const;

/** States of a batch; all but `running` are final. */
const batchStates = ['running', 'finished', 'stopped', 'interrupted'] as const;

/** States of a batch's target. `done`: its record has an outcome. `not_tried`: it has no record and never will. */
const targetStates = ['waiting', 'current', 'done', 'not_tried'] as const;

export type StopReason = (typeof stopReasons)[number];
export type NotTriedReason = (typeof notTriedReasons)[number];
export type BatchState = (typeof batchStates)[number];

const batchTargetFields = {
  /** From 1, in the order of sending. */
  position: z.int(),
  ...target,
  /** Names and environment as they were when the batch was confirmed. */
  applicationName: z.string(),
  deploymentName: z.string(),
  environment: z.string(),
  /** The ID that this target's cancellation has, or would have had. */
  cancellationId: uuid,
  state: z.enum(targetStates),
  /** Null unless `state` is `not_tried`. */
  notTriedReason: z.nullable(z.enum(notTriedReasons)),
  /** `in_progress`, `recently_accepted`: the cancellation that stood in the way, and its person. */
  blockedBy: z.nullable(z.object({ person: z.string(), cancellationId: uuid })),
};

/** One deployment of a batch; `cancellation` is null until its intent is in the journal. */
export const batchTarget = z.object({ ...batchTargetFields, cancellation: z.nullable(cancellation) });
export type BatchTarget = z.infer<typeof batchTarget>;

const batchFields = {
  id: uuid,
  /** The Fuse account of its console; null in the sandbox, and where an older release wrote it. */
  account: z.nullable(z.string()),
  person: z.string(),
  reason: z.nullable(z.string()),
  requestedAt: instant,
  /** When its last cancellation was settled or given up; null while running. */
  finishedAt: z.nullable(instant),
  /** `running` with a `stopReason`: the current target is the last one. */
  state: z.enum(batchStates),
  /** The person who pressed "Stop (the current one still finishes)". */
  stoppedBy: z.nullable(z.string()),
  stopReason: z.nullable(z.enum(stopReasons)),
  /** Milliseconds between one answer and the next request. */
  pauseMs: z.int(),
  /** Numbers of targets by state, and of those that are done by outcome. */
  counts: z.object({
    total: z.int(),
    waiting: z.int(),
    current: z.int(),
    done: z.int(),
    notTried: z.int(),
    accepted: z.int(),
    refused: z.int(),
    notSent: z.int(),
    unknown: z.int(),
  }),
};

/**
 * A batch without its list of targets, small enough for a `batch` event. The outcomes themselves arrive as
 * `cancellation` events with this batch's ID.
 */
export const batchSummary = z.object({
  ...batchFields,
  /** The target being cancelled right now. */
  current: z.nullable(z.object(batchTargetFields)),
});
export type BatchSummary = z.infer<typeof batchSummary>;

/** A batch with its targets, fixed when it was confirmed. Answer of `PUT` and `GET /api/batches/{uuid}`. */
export const batch = z.object({ ...batchSummary.shape, targets: z.array(batchTarget) });
export type Batch = z.infer<typeof batch>;

/** Answer of `GET /api/batches`, newest first; `nextCursor` leads to the next page, null at the end. */
export const batchPage = z.object({ items: z.array(batchSummary), nextCursor: z.nullable(z.string()) });
export type BatchPage = z.infer<typeof batchPage>;
