import { overlapKinds, problemCodes } from './enums';
import { fuseId, instant, uuid } from './ids';
import { z } from './zod';

/** A reader that has met so many errors reads no further. */
export const maxErrorCount = 1000;

/** What stands against a target: another DELETE for it is about to be sent, or was accepted within five minutes. */
export const overlap = z.object({
  applicationId: fuseId,
  deploymentId: fuseId,
  kind: z.enum(overlapKinds),
  /** Of the running batch, or of the accepted cancellation: what `despite` has to name. */
  id: uuid,
  person: z.string(),
  /** When the batch was confirmed, or the cancellation accepted. */
  at: instant,
});
export type Overlap = z.infer<typeof overlap>;

/** An error answer: `application/problem+json` (RFC 9457) with our members `code`, `requestId` and more. */
export const problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  code: z.enum(problemCodes),
  requestId: z.string(),
  /**
   * `invalid_request`: each field that breaks a rule, as a path such as `tags.0` or, in an imported file,
   * `line 12, deployment_id`, and the rule. `not_saved` of a batch:
   * every target that is not saved, such as `targets.3`; of another list, and `conflict`: the first one.
   */
  errors: z.optional(z.array(z.object({ field: z.string(), message: z.string() }))),
  /** How many errors there are, where `errors` does not list them all; `maxErrorCount` or more are not counted out. */
  errorCount: z.optional(z.int()),
  /** `in_progress`: who is cancelling that deployment right now, and which cancellation that is. */
  person: z.optional(z.string()),
  cancellationId: z.optional(uuid),
  /** `overlap`: everything that others are doing to these targets and that the request does not say it knows. */
  overlaps: z.optional(z.array(overlap)),
});
export type Problem = z.infer<typeof problem>;
