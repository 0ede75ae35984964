import { fuseId, instant, lines, uuid } from './text';
import { z } from './zod';

/** The four words of a settled cancellation; their meaning is in the README. */
export const outcomes = ['accepted', 'refused', 'not_sent', 'unknown'] as const;
const outcome = z.enum(outcomes);
export type Outcome = z.infer<typeof outcome>;

/** Why there is no answer from Fuse, or why the answer cannot be trusted. */
export const causes = [
  'name_not_found',
  'connection_refused',
  'connect_timeout',
  'connect_failed',
  'bad_certificate',
  'tls_failed',
  'answer_timeout',
  'connection_lost',
  'malformed_answer',
  'html_answer',
  'console_stopped',
  'journal_failed',
] as const;
export const cause = z.enum(causes);
export type Cause = z.infer<typeof cause>;

/** Support's mark that they saw and accept an outcome; the note says how, for an unknown one. */
export const confirmation = z.object({
  person: z.string(),
  at: instant,
  note: z.nullable(z.string()),
});
export type Confirmation = z.infer<typeof confirmation>;

/** One attempt to cancel all pending calls of one deployment, as the journal keeps it. */
export const cancellation = z.object({
  id: uuid,
  /** The batch it is part of, or null. */
  batchId: z.nullable(uuid),
  applicationId: fuseId,
  deploymentId: fuseId,
  /** Names and environment as they were when the cancellation was requested. */
  applicationName: z.string(),
  deploymentName: z.string(),
  environment: z.string(),
  person: z.string(),
  reason: z.nullable(z.string()),
  /** Null while the cancellation is open. */
  outcome: z.nullable(outcome),
  /** True for an answer that Fuse's documentation does not list (200, 204). */
  undocumented: z.boolean(),
  /** Fuse's HTTP status code, null where no answer came. */
  status: z.nullable(z.int()),
  /** Fuse's own words, null where it said nothing. */
  message: z.nullable(z.string()),
  /** `Retry-After` as Fuse sent it: seconds or an HTTP date (RFC 9110 §10.2.3). */
  retryAfter: z.nullable(z.string()),
  cause: z.nullable(cause),
  requestedAt: instant,
  /** When the DELETE was written to an open connection; null if it never was, or that is not known. */
  sentAt: z.nullable(instant),
  /** When the response headers arrived; null if none did. */
  answeredAt: z.nullable(instant),
  /** When the outcome was decided; null while open. */
  settledAt: z.nullable(instant),
  /** The upstream's host, with its port where it is not the scheme's own. */
  upstream: z.string(),
  /** False only in the answer to a cancellation whose outcome could not be written. */
  journaled: z.boolean(),
  /** Null until somebody confirms the outcome, and again after it was withdrawn. */
  confirmation: z.nullable(confirmation),
});
export type Cancellation = z.infer<typeof cancellation>;

/** Body of `PUT /api/cancellations/{uuid}`. */
export const cancellationRequest = z.strictObject({
  applicationId: fuseId,
  deploymentId: fuseId,
  reason: z.optional(z.nullable(lines(500))),
});
export type CancellationRequest = z.infer<typeof cancellationRequest>;

export const cancellationPage = z.object({
  items: z.array(cancellation),
  nextCursor: z.nullable(z.string()),
});
export type CancellationPage = z.infer<typeof cancellationPage>;

/** Query of `GET /api/cancellations`; every filter narrows, `from` is inclusive and `to` exclusive. */
export const journalQuery = z.strictObject({
  cursor: z.optional(
    z.string().check(z.regex(/^[A-Za-z0-9_-]{1,64}$/, { error: 'must be a cursor that a list gave' })),
  ),
  limit: z.optional(
    z.string().check(z.regex(/^(?:[1-9]\d?|1\d\d|200)$/, { error: 'must be a whole number from 1 to 200' })),
  ),
  /** One of the outcomes, or `open` for cancellations that still wait. */
  outcome: z.optional(
    z.enum([...outcomes, 'open'], { error: `must be one of ${outcomes.join(', ')}, open` }),
  ),
  applicationId: z.optional(fuseId),
  deploymentId: z.optional(fuseId),
  batchId: z.optional(uuid),
  person: z.optional(lines(200)),
  from: z.optional(instant),
  to: z.optional(instant),
  q: z.optional(lines(200)),
  /** `no`: settled, and nobody has confirmed it yet. */
  confirmed: z.optional(z.enum(['yes', 'no'], { error: 'must be yes or no' })),
});
export type JournalQuery = z.infer<typeof journalQuery>;

/** Body of `PUT /api/cancellations/{uuid}/confirmation`; the note is required where the outcome is unknown. */
export const confirmationRequest = z.strictObject({ note: z.optional(z.nullable(lines(2000))) });
export type ConfirmationRequest = z.infer<typeof confirmationRequest>;
