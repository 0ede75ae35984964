import { despite, shownNames } from './cancellation-requests';
import { cancellation } from './cancellations';
import { typedLines } from './text';
import { batchStates, notTriedReasons, stopReasons, targetStates } from './enums';
import { fuseId, instant, uuid } from './ids';
import { z } from './zod';

/** So many targets with their pauses are cancelled within minutes, and a list that a person can read. */
export const maxBatchTargets = 500;

const target = { applicationId: fuseId, deploymentId: fuseId };

/** Deployments by their two IDs, none of them twice. */
export function targetList(max: number) {
  return listOfTargets(z.strictObject(target), max);
}

/** A list that names deployments, each once. */
export function listOfTargets<T extends z.ZodMiniType<{ applicationId: string; deploymentId: string }>>(
  item: T,
  max: number,
) {
  return z.array(item).check(
    z.minLength(1, { error: 'must not be empty' }),
    z.maxLength(max, { error: `must be at most ${max} deployments` }),
    z.superRefine((targets, context) => {
      const seen = new Set<string>();
      targets.forEach(({ applicationId, deploymentId }, index) => {
        const key = `${applicationId}/${deploymentId}`;
        if (seen.has(key))
          context.issues.push({
            code: 'custom',
            input: targets,
            path: [index],
            message: `deployment ${key} is named twice`,
          });
        seen.add(key);
      });
    }),
  );
}

/** Body of `PUT /api/batches/{uuid}`. */
export const batchRequest = z.strictObject({
  targets: listOfTargets(z.strictObject({ ...target, ...shownNames }), maxBatchTargets),
  reason: z.optional(z.nullable(typedLines(500))),
  despite,
});
export type BatchRequest = z.infer<typeof batchRequest>;

const stopReason = z.enum(stopReasons);
export type StopReason = z.infer<typeof stopReason>;

const notTriedReason = z.enum(notTriedReasons);
export type NotTriedReason = z.infer<typeof notTriedReason>;

const batchState = z.enum(batchStates);
export type BatchState = z.infer<typeof batchState>;

const targetState = z.enum(targetStates);

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
  state: targetState,
  /** Null unless `state` is `not_tried`. */
  notTriedReason: z.nullable(notTriedReason),
  /** `in_progress`, `recently_accepted`: whose cancellation stood in the way, and which one. */
  blockedBy: z.nullable(z.object({ person: z.string(), cancellationId: uuid })),
};

/** One deployment of a batch; its record is null until its intent is in the journal. */
export const batchTarget = z.object({ ...batchTargetFields, cancellation: z.nullable(cancellation) });
export type BatchTarget = z.infer<typeof batchTarget>;

const batchFields = {
  id: uuid,
  person: z.string(),
  reason: z.nullable(z.string()),
  requestedAt: instant,
  /** When the last cancellation of it was settled or given up; null while running. */
  finishedAt: z.nullable(instant),
  /** `running` with a `stopReason`: the current target is the last one. */
  state: batchState,
  /** Who pressed "Stop after this one". */
  stoppedBy: z.nullable(z.string()),
  stopReason: z.nullable(stopReason),
  /** Between one answer and the next request. */
  pauseMs: z.int(),
  /** Targets by state, and those done by their outcome. */
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
 * A batch without its list: data of a `batch` event, always small. The outcomes themselves arrive as
 * `cancellation` events with this batch's ID.
 */
export const batchSummary = z.object({
  ...batchFields,
  /** The target being cancelled right now. */
  current: z.nullable(z.object(batchTargetFields)),
});
export type BatchSummary = z.infer<typeof batchSummary>;

/** A list of cancellations fixed at the moment of confirming. Answer of `PUT` and `GET /api/batches/{uuid}`. */
export const batch = z.extend(batchSummary, { targets: z.array(batchTarget) });
export type Batch = z.infer<typeof batch>;

/** Answer of `GET /api/batches`: the newest first. */
export const batchPage = z.object({ items: z.array(batchSummary), nextCursor: z.nullable(z.string()) });
export type BatchPage = z.infer<typeof batchPage>;
