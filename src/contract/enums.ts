/** The outcomes of a settled cancellation; the README says what they mean. */
export const outcomes = ['accepted', 'refused', 'not_sent', 'unknown'] as const;
export type Outcome = (typeof outcomes)[number];

/**
 * Why there is no answer from Fuse, or why the answer cannot be trusted. `html_answer` with any status: a web page of
 * something between the console and Fuse, whose title is the message.
 */
export const causes = [
  'name_not_found',
  'connection_refused',
  'connect_timeout',
  'connect_failed',
  'bad_certificate',
  'tls_failed',
  'proxy_unreachable',
  'proxy_unauthorized',
  'proxy_refused',
  'answer_timeout',
  'connection_lost',
  'malformed_answer',
  'html_answer',
  'failure_answer',
  'unreadable_answer',
  /** The console stood still between the click and the request, and sent nothing. */
  'held_up',
  'console_stopped',
  'console_failed',
  /** In journals of earlier versions only: now an outcome is tried again until it is written. */
  'journal_failed',
] as const;
export type Cause = (typeof causes)[number];

/** For this long after a cancellation was accepted, another one of the same calls has to name it in `despite`. */
export const recentMs = 5 * 60_000;

/** For this long the page tells of a change of a deployment's environment before it is cancelled. */
export const environmentChangeMs = 7 * 86_400_000;

/** `waiting`: a running batch has yet to cancel it. `accepted`: Fuse has accepted its cancellation within `recentMs`. */
export const overlapKinds = ['waiting', 'accepted'] as const;

/**
 * The header in which a request that changes something repeats the `identity` of the session that its page shows. The
 * server refuses any other identity: what is on the screen is part of what a person confirms.
 */
export const identityHeader = 'Console-Identity';

/** Operators save, cancel and confirm; support reads and confirms. The proxy enforces it, the page only mirrors it. */
export const roles = ['operator', 'support'] as const;
export type Role = (typeof roles)[number];

/** The environments a form offers; any other text of 1 to 40 characters may be saved too. */
export const knownEnvironments = ['production', 'staging', 'development'] as const;

const neverProduction = ['staging', 'development', 'test', 'sandbox'];

/**
 * Whether an environment counts as production, where a cancellation requires the deployment ID to be typed: every
 * environment but the four above and those that the configuration lists (`alsoNot`).
 */
export function isProduction(environment: string, alsoNot: readonly string[]): boolean {
  return ![...neverProduction, ...alsoNot].some((other) => isSameName(other, environment));
}

/** Whether two names mean the same environment or tag: letter case and spaces around a name do not matter. */
export function isSameName(one: string, other: string): boolean {
  return one.trim().toLowerCase() === other.trim().toLowerCase();
}

/** Every code of an error answer (see `problem`), with its HTTP status. */
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
  identity_changed: 409,
  changed: 409,
  overlap: 409,
  protected: 409,
  conflict: 409,
  too_large: 413,
  unsupported_media_type: 415,
  internal: 500,
  journal_unavailable: 503,
  too_many_requests: 429,
  too_many_streams: 503,
} as const;
export type ProblemCode = keyof typeof problemStatus;
