import { cause } from './cancellations';
import { instant } from './ids';
import { z } from './zod';

/** A call ID, which Fuse gives when a call is queued. Only letters, digits, `-` and `_`, since it goes into a URL. */
export const callId = z
  .string()
  .check(z.regex(/^[A-Za-z0-9_-]{1,64}$/, { error: 'must be 1 to 64 letters, digits, - or _' }));

/** The most calls of one verification, so that Plum does not take it for an attack. */
export const maxVerifiedCalls = 25;

const instantOrNull = z.nullable(instant);
const intOrNull = z.nullable(z.int());

/** One call in Fuse, with numbers as numbers, times as instants, and the phone number masked. */
export const call = z.object({
  /** Fuse's own word: `queued`, `dialing`, `connected`, `completed`, `canceled`, or another. */
  status: z.nullable(z.string()),
  /** All but the last four digits masked. */
  phoneNumber: z.nullable(z.string()),
  attempts: intOrNull,
  maxAttempts: intOrNull,
  queuedAt: instantOrNull,
  startedAt: instantOrNull,
  endedAt: instantOrNull,
  durationSeconds: z.nullable(z.number()),
  events: z.array(z.object({ event: z.string(), at: instantOrNull })),
});
export type Call = z.infer<typeof call>;

/** Answer of `GET /api/calls/{callId}`: Fuse's answer about one call, or why there is none. */
export const callAnswer = z.object({
  callId,
  /** Fuse's HTTP status code, null where no answer came. */
  code: intOrNull,
  cause: z.nullable(cause),
  message: z.nullable(z.string()),
  retryAfter: z.nullable(z.string()),
  /** Null where Fuse's answer does not describe the call. */
  call: z.nullable(call),
  askedAt: instant,
});
export type CallAnswer = z.infer<typeof callAnswer>;
