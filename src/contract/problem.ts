import { overlapKinds, problemStatus, type ProblemCode } from './enums';
import { fuseId, instant, uuid } from './ids';
import { z } from './zod';

/** A reader of a list stops at this many errors. */
export const maxErrorCount = 1000;

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- The keys of an object literal are known.
export const problemCode = z.enum(Object.keys(problemStatus) as ProblemCode[]);

/** Why a target needs a second look: another DELETE for it is about to be sent, or was accepted within `recentMs`. */
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

/** An error answer: `application/problem+json` (RFC 9457) with the console's own members from `code` on. */
export const problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  code: problemCode,
  requestId: z.string(),
  /**
   * `invalid_request`: each field that breaks a rule, and the rule; the field is a path such as `tags.0` or, in an
   * imported file, `line 12, deployment_id`. `not_saved` of a batch: every target that is not saved, such as
   * `targets.3`; `not_saved` of another list, and `conflict`: the first one only.
   */
  errors: z.optional(z.array(z.object({ field: z.string(), message: z.string() }))),
  /** How many errors there are, where `errors` does not list them all; at most `maxErrorCount`. */
  errorCount: z.optional(z.int()),
  /** `in_progress`: the person who is cancelling that deployment right now, and the ID of that cancellation. */
  person: z.optional(z.string()),
  cancellationId: z.optional(uuid),
  /** `protected`: why nobody may cancel the calls of this deployment. */
  reason: z.optional(z.string()),
  /** `overlap`: what others are doing to these targets and `despite` did not name. */
  overlaps: z.optional(z.array(overlap)),
});
export type Problem = z.infer<typeof problem>;
