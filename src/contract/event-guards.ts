import type { ClockDifference } from './clock';
import type { Batch, BatchSummary, BatchTarget } from './batches';
import {
  either,
  isId,
  isInstantOrNull,
  isInt,
  isNull,
  isRecord,
  isText,
  isTextOrNull,
  isUuid,
  oneOf,
  shape,
} from './checks';
import { isCancellation } from './guards';
import { isInstant } from './patterns';
import { batchStates, notTriedReasons, stopReasons, targetStates } from './enums';

// Apart from the other guards, which the first view needs.

const isBatchSummary = shape<BatchSummary>({
  id: isUuid,
  person: isText,
  reason: isTextOrNull,
  requestedAt: isInstant,
  finishedAt: isInstantOrNull,
  state: oneOf(batchStates),
  stoppedBy: isTextOrNull,
  stopReason: either(isNull, oneOf(stopReasons)),
  pauseMs: isInt,
  counts: shape<Batch['counts']>({
    total: isInt,
    waiting: isInt,
    current: isInt,
    done: isInt,
    notTried: isInt,
    accepted: isInt,
    refused: isInt,
    notSent: isInt,
    unknown: isInt,
  }),
  current: either(
    isNull,
    shape<Omit<BatchTarget, 'cancellation'>>({
      position: isInt,
      applicationId: isId,
      deploymentId: isId,
      applicationName: isText,
      deploymentName: isText,
      environment: isText,
      cancellationId: isUuid,
      state: oneOf(targetStates),
      notTriedReason: either(isNull, oneOf(notTriedReasons)),
      blockedBy: either(
        isNull,
        shape<NonNullable<BatchTarget['blockedBy']>>({ person: isText, cancellationId: isUuid }),
      ),
    }),
  ),
});

/** Whether the schema of the same name in `eventData` would accept it. */
export const eventGuards = {
  cancellation: isCancellation,
  applications: (value: unknown): value is object => isRecord(value),
  batch: isBatchSummary,
  heartbeat: shape<{ at: string; history: string; clock: ClockDifference | null }>({
    at: isInstant,
    history: isText,
    clock: either(
      isNull,
      shape<ClockDifference>({ of: oneOf(['database', 'fuse'] as const), aheadMs: isInt }),
    ),
  }),
  reset: shape<{ history: string }>({ history: isText }),
  renew: (value: unknown): value is object => isRecord(value),
  connected: shape<{ identity: string }>({ identity: isText }),
} as const;
