import { cause } from './cancellations';
import { instant } from './ids';
import { z } from './zod';

/** A call ID as Fuse's queue calls give it; put into a URL, so nothing but letters, digits, `-` and `_`. */
export const callId = z
  .string()
  .check(z.regex(/^[A-Za-z0-9_-]{1,64}$/, { error: 'must be 1 to 64 letters, digits, - or _' }));

/** At most so many calls are asked for in one verification, so that Plum does not take it for an attack. */
export const maxVerifiedCalls = 25;

const maybeInstant = z.nullable(instant);
const maybeCount = z.nullable(z.int());

/** One call as Fuse tells it, with numbers as numbers, times as instants, and the phone number masked. */
export const call = z.object({
  /** Fuse's word, as it came: `queued`, `dialing`, `connected`, `completed`, `canceled`, or another. */
  status: z.nullable(z.string()),
  /** All but the last four digits masked. */
  phoneNumber: z.nullable(z.string()),
  attempts: maybeCount,
  maxAttempts: maybeCount,
  queuedAt: maybeInstant,
  startedAt: maybeInstant,
  endedAt: maybeInstant,
  durationSeconds: z.nullable(z.number()),
  events: z.array(z.object({ event: z.string(), at: maybeInstant })),
});
export type Call = z.infer<typeof call>;

/** Answer of `GET /api/calls/{callId}`: what Fuse said of one call, or that it said nothing. */
export const callAnswer = z.object({
  callId,
  /** Fuse's HTTP status code, null where no answer came. */
  code: maybeCount,
  cause: z.nullable(cause),
  message: z.nullable(z.string()),
  retryAfter: z.nullable(z.string()),
  /** Null where Fuse told nothing of the call. */
  call: z.nullable(call),
  askedAt: instant,
});
export type CallAnswer = z.infer<typeof callAnswer>;
