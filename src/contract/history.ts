import { callId, maxVerifiedCalls } from './calls';
import { cancellation } from './cancellations';
import { line } from './lines';
import { instant } from './text';
import { z } from './zod';

/** One call of a verification: Fuse's word for its status, or null where Fuse told none. */
const verifiedCall = z.strictObject({
  callId,
  status: z.nullable(line(40)),
  /** Fuse's HTTP status code, null where no answer came. */
  code: z.nullable(z.int()),
});

const verification = z.strictObject({
  requested: z.int().check(z.minimum(1), z.maximum(maxVerifiedCalls)),
  calls: z
    .array(verifiedCall)
    .check(
      z.minLength(1, { error: 'must not be empty' }),
      z.maxLength(maxVerifiedCalls, { error: `must be at most ${maxVerifiedCalls} calls` }),
    ),
});

/**
 * Body of `PUT /api/cancellations/{uuid}/verifications/{verificationUuid}`: what was asked and answered.
 * `requested` is how many calls were to be asked for; fewer were if it was stopped.
 */
export const verificationRequest = verification.check(
  z.refine(({ calls }) => new Set(calls.map((call) => call.callId)).size === calls.length, {
    error: 'must name each call once',
    path: ['calls'],
  }),
  z.refine(({ requested, calls }) => calls.length <= requested, {
    error: 'must not be less than there are calls',
    path: ['requested'],
  }),
);
export type VerificationRequest = z.infer<typeof verificationRequest>;

const entry = { seq: z.int(), at: instant, person: z.nullable(z.string()) };

/** One line of a cancellation's append-only history. */
export const historyEntry = z.discriminatedUnion('kind', [
  z.object({ ...entry, kind: z.literal('requested') }),
  z.object({ ...entry, kind: z.literal('settled') }),
  z.object({ ...entry, kind: z.literal('confirmed'), note: z.nullable(z.string()) }),
  z.object({ ...entry, kind: z.literal('confirmation_withdrawn') }),
  z.object({ ...entry, kind: z.literal('verified'), verification }),
]);
export type HistoryEntry = z.infer<typeof historyEntry>;

/** Answer of `GET /api/cancellations/{uuid}`: the record and all that happened to it, oldest first. */
export const cancellationDetail = z.extend(cancellation, { history: z.array(historyEntry) });
export type CancellationDetail = z.infer<typeof cancellationDetail>;
