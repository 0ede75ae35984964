import { uuid } from './text';
import { z } from './zod';

const codes = [
  'invalid_request',
  'sign_in_required',
  'role_required',
  'origin_refused',
  'host_refused',
  'not_found',
  'not_saved',
  'method_not_allowed',
  'id_reused',
  'in_progress',
  'conflict',
  'too_large',
  'unsupported_media_type',
  'internal',
  'journal_unavailable',
  'too_many_streams',
  'too_many_questions',
] as const;
export type ProblemCode = (typeof codes)[number];

/** Every error code of the console's own interface, with its HTTP status. */
export const problemStatus = {
  invalid_request: 400,
  sign_in_required: 401,
  role_required: 403,
  origin_refused: 403,
  host_refused: 403,
  not_found: 404,
  not_saved: 404,
  method_not_allowed: 405,
  id_reused: 409,
  in_progress: 409,
  conflict: 409,
  too_large: 413,
  unsupported_media_type: 415,
  internal: 500,
  journal_unavailable: 503,
  too_many_streams: 503,
  too_many_questions: 503,
} as const satisfies Record<ProblemCode, number>;

/** An error answer: `application/problem+json` (RFC 9457) with our members `code`, `requestId` and more. */
export const problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  code: z.enum(codes),
  requestId: z.string(),
  /**
   * `invalid_request`: each field that breaks a rule, as a path such as `tags.0` or, in an imported file,
   * `line 12, deployment_id`, and the rule. `not_saved` of a batch:
   * every target that is not saved, such as `targets.3`; of another list, and `conflict`: the first one.
   */
  errors: z.optional(z.array(z.object({ field: z.string(), message: z.string() }))),
  /** How many errors there are, where `errors` does not list them all. */
  errorCount: z.optional(z.int()),
  /** `in_progress`: who is cancelling that deployment right now, and which cancellation that is. */
  person: z.optional(z.string()),
  cancellationId: z.optional(uuid),
});
export type Problem = z.infer<typeof problem>;
