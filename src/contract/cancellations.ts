import { causes, outcomes } from './enums';
import { fuseId, instant, uuid } from './ids';
import { z } from './zod';

const textOrNull = z.nullable(z.string());
const instantOrNull = z.nullable(instant);

/** What happened to the request, in more detail than its outcome. */
export const cause = z.enum(causes);

/** Support's mark that they saw and accept an outcome. An unknown outcome needs a note. */
const confirmation = z.object({
  person: z.string(),
  at: instant,
  note: textOrNull,
});
export type Confirmation = z.infer<typeof confirmation>;

const review = z.object({
  dueAt: instant,
  /** Whether that must be another person than who cancelled. */
  byAnother: z.boolean(),
  /** The time has passed, and nobody has confirmed the outcome. */
  isOverdue: z.boolean(),
});
export type Review = z.infer<typeof review>;

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
  reason: textOrNull,
  /** Null while the cancellation is open. */
  outcome: z.nullable(z.enum(outcomes)),
  /** True for an answer that Fuse's documentation does not list (200, 204). */
  undocumented: z.boolean(),
  /** Fuse's HTTP status code, null where no answer came. */
  status: z.nullable(z.int()),
  /** Fuse's own words, null where it said nothing. */
  message: textOrNull,
  /** `Retry-After` as Fuse sent it: seconds or an HTTP date (RFC 9110 §10.2.3). */
  retryAfter: textOrNull,
  cause: z.nullable(cause),
  requestedAt: instant,
  /** When the DELETE was written to an open connection; null if it never was, or that is not known. */
  sentAt: instantOrNull,
  /** When the response headers arrived; null if none did. */
  answeredAt: instantOrNull,
  /** When the outcome was decided; null while open. */
  settledAt: instantOrNull,
  /** The upstream's host, with its port where it is not the scheme's own. */
  upstream: z.string(),
  /** The Fuse account it was sent with; null in the sandbox, and where an older release wrote the record. */
  account: textOrNull,
  /** By when somebody is to confirm the outcome, as a rule wants it; null where none does. */
  review: z.nullable(review),
  /** False only in the answer to a cancellation whose outcome could not be written. */
  journaled: z.boolean(),
  /** Null until somebody confirms the outcome, and again after it was withdrawn. */
  confirmation: z.nullable(confirmation),
});
export type Cancellation = z.infer<typeof cancellation>;

/** Whether a cancellation still waits for its outcome; false for null. */
export function isOpen(cancellation: Cancellation | null): boolean {
  return cancellation !== null && cancellation.outcome === null;
}

/** Whether a cancellation has an outcome that nobody has confirmed. */
export function isUnconfirmed({ outcome, confirmation }: Cancellation): boolean {
  return outcome !== null && confirmation === null;
}

/** Answer of `GET /api/cancellations`: newest first; `nextCursor` leads to the page after, null at the end. */
export const cancellationPage = z.object({
  items: z.array(cancellation),
  nextCursor: textOrNull,
});
export type CancellationPage = z.infer<typeof cancellationPage>;
