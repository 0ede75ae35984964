import { batchSummary } from './batches';
import { cancellation } from './cancellations';
import { clockDifference } from './clock';
import { instant } from './ids';
import { z } from './zod';

/**
 * The events of `GET /api/events` by their `event:` name, each with the schema of its `data:`. A
 * `cancellation` carries the record as it stands; `applications` says only that the saved list changed;
 * a `batch` carries its counts and its current target, and the page asks for the list when it wants it.
 * `reset` says that there are events which this stream does not bring: read everything anew. `history` names the
 * line of events that the numbers belong to; another one (a database that was put back) wants the same.
 * `connected` is the first one of every stream: the session's `identity`, so that a page that shows another one hears
 * of it at once. `renew` asks the reader to open a new stream in place of this one, which ends soon.
 */
export const eventData = {
  cancellation,
  applications: z.object({}),
  batch: batchSummary,
  heartbeat: z.object({ at: instant, history: z.string(), clock: z.nullable(clockDifference) }),
  reset: z.object({ history: z.string() }),
  connected: z.object({ identity: z.string() }),
  renew: z.object({}),
} as const;
export type EventType = keyof typeof eventData;
