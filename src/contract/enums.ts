// The words of the contract by themselves: the first view needs them before the schemas.

/** The four words of a settled cancellation; their meaning is in the README. */
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

/** What ends a batch before its last target. */
export const stopReasons = [
  /** A person pressed "Stop after this one". */
  'stopped',
  /** Fuse answered 401 or 429: the rest would get the same. */
  'fuse_401',
  'fuse_429',
  /** An intent or an outcome could not be written. */
  'journal_unavailable',
  /** The console stopped; a batch is never resumed by itself. */
  'console_stopped',
  /** The console itself failed at a target: it would fail at the next one too. */
  'console_failed',
] as const;

/**
 * `in_progress`: somebody else was cancelling that deployment when its turn came. `recently_accepted`: somebody else's
 * cancellation of it was accepted since the batch was confirmed.
 */
export const notTriedReasons = ['in_progress', 'recently_accepted', ...stopReasons] as const;

/** For so long an accepted cancellation has to be known to whoever cancels the same calls again. */
export const recentMs = 5 * 60_000;

/** `waiting`: in a running batch that has not come to it yet. `accepted`: Fuse has just accepted its cancellation. */
export const overlapKinds = ['waiting', 'accepted'] as const;

/** All but `running` are final. */
export const batchStates = ['running', 'finished', 'stopped', 'interrupted'] as const;

/** `done`: its record has an outcome. `not_tried`: it has none and never will. */
export const targetStates = ['waiting', 'current', 'done', 'not_tried'] as const;

/** The stream sends a heartbeat this often; a page that hears nothing for 2.5 times as long is not live. */
export const heartbeatMs = 10_000;

/**
 * The header by which a request that changes something repeats the `identity` of the session that its page shows. The
 * server refuses another one: what is on the screen is part of what a person confirms.
 */
export const identityHeader = 'Console-Identity';

/** Who may do what is enforced in the proxy; the page only mirrors it. */
export const roles = ['operator', 'support'] as const;
/** Operators save, cancel and confirm; support reads and confirms. */
export type Role = (typeof roles)[number];

/** The environments a form offers; any other text of 1 to 40 characters may be saved too. */
export const knownEnvironments = ['production', 'staging', 'development'] as const;

const neverProduction = ['staging', 'development', 'test', 'sandbox'];

/**
 * Whether an environment counts as production, where a cancellation wants the deployment ID typed: every one that is
 * not known not to be. `alsoNot` is what the configuration lists. Names are compared whole, without regard to letter
 * case and spaces around them.
 */
export function isProduction(environment: string, alsoNot: readonly string[]): boolean {
  const name = environment.trim().toLowerCase();
  return ![...neverProduction, ...alsoNot].some((other) => other.trim().toLowerCase() === name);
}

/** The codes by which an error answer says what is wrong, see `problem`. */
export const problemCodes = [
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
  'identity_changed',
  'overlap',
  'conflict',
  'too_large',
  'unsupported_media_type',
  'internal',
  'journal_unavailable',
  'too_many_requests',
  'too_many_streams',
] as const;
export type ProblemCode = (typeof problemCodes)[number];

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
  identity_changed: 409,
  overlap: 409,
  conflict: 409,
  too_large: 413,
  unsupported_media_type: 415,
  internal: 500,
  journal_unavailable: 503,
  too_many_requests: 429,
  too_many_streams: 503,
} as const satisfies Record<ProblemCode, number>;
