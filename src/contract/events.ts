import { batchSummary } from './batches';
import { cancellation } from './cancellations';
import { instant } from './ids';
import { z } from './zod';

/** The stream sends a heartbeat this often; a page that hears nothing for 2.5 times as long is not live. */
export const heartbeatMs = 10_000;

/** The console's clock differs from another one by more than a few seconds: times may be wrong by as much. */
export const clockDifference = z.object({
  of: z.enum(['database', 'fuse']),
  /** Milliseconds; negative where the console's clock is behind. */
  aheadMs: z.int(),
});
export type ClockDifference = z.infer<typeof clockDifference>;

/**
 * Query of `GET /api/events`: the last event that was heard. `EventSource` cannot set a header at its first connection,
 * so that the same ID may come here.
 */
export const streamQuery = z.strictObject({
  lastEventId: z.optional(z.string().check(z.regex(/^\d{1,15}$/, { error: 'must be the ID of an event' }))),
});

const event = <Type extends string, Data extends z.ZodMiniType>(type: Type, data: Data) =>
  z.object({ type: z.literal(type), data });

/** An event of `GET /api/events`: its type, and the JSON of its `data:` field. */
export const streamEvent = z.discriminatedUnion('type', [
  /** A record as it stands now. */
  event('cancellation', cancellation),
  /** The saved list has changed; by whom, unless the console itself did it. */
  event('applications', z.object({ person: z.optional(z.string()) })),
  /** A batch without its list of targets, which the page reads when it needs it. */
  event('batch', batchSummary),
  /**
   * Sent every `heartbeatMs`. `history` names the line of events that the event numbers belong to; after another one
   * (a database that was put back) the reader reads everything anew.
   */
  event('heartbeat', z.object({ at: instant, history: z.string(), clock: z.nullable(clockDifference) })),
  /** This stream does not bring all events since the last one that was heard: the reader reads everything anew. */
  event('reset', z.object({ history: z.string() })),
  /** The first event of every stream: the session's `identity`, for a page that still shows another one. */
  event('connected', z.object({ identity: z.string() })),
  /** The configuration was read anew: what the session says may have changed. */
  event('configuration', z.object({})),
  /** This stream ends soon: the reader opens a new one in place of it. */
  event('renew', z.object({})),
]);
export type EventType = z.infer<typeof streamEvent>['type'];

/** The types of all events, as their `event:` field names them. */
export const eventTypes: readonly EventType[] = streamEvent.def.options.flatMap(
  ({ shape }) => shape.type.def.values,
);
