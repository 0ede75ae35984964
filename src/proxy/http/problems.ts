import type { Overlap, Problem, ProblemCode } from '../../contract';
import { problemStatus } from '../../contract';
import { isProgramError } from '../store/db-error-message';

type Extra = Partial<
  Pick<Problem, 'errors' | 'errorCount' | 'person' | 'cancellationId' | 'reason' | 'overlaps'>
>;

/** The application or deployment that a request was about. */
export interface Target {
  applicationId: string;
  deploymentId?: string;
}

interface RefusedSignIn {
  via: 'token' | 'key' | 'proxy';
  name?: string;
}

/** A refusal or failure, thrown anywhere below a route; `createApp` answers with it as `application/problem+json` (RFC 9457). */
export class ProblemError extends Error {
  override name = 'ProblemError';
  readonly code: ProblemCode;
  readonly extra: Extra;
  readonly headers: Record<string, string>;
  /** What the action was about, for the record of refused actions: see `recordRefusal`. */
  readonly targets: readonly Target[] | undefined;
  /** How somebody tried to come in who may not, and under which name, for the record of refused sign-ins. */
  readonly signIn: RefusedSignIn | undefined;

  constructor(
    code: ProblemCode,
    detail: string,
    options: {
      extra?: Extra;
      headers?: Record<string, string>;
      targets?: readonly Target[] | undefined;
      signIn?: RefusedSignIn;
      cause?: unknown;
    } = {},
  ) {
    super(detail, { cause: options.cause });
    this.code = code;
    this.extra = options.extra ?? {};
    this.headers = options.headers ?? {};
    this.targets = options.targets;
    this.signIn = options.signIn;
  }
}

const titles = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  409: 'Conflict',
  413: 'Content Too Large',
  415: 'Unsupported Media Type',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  503: 'Service Unavailable',
} as const satisfies Record<(typeof problemStatus)[ProblemCode], string>;

/** The error as an HTTP response, which shows nothing of its `cause`. */
export function problemResponse(error: ProblemError, requestId: string): Response {
  const status = problemStatus[error.code];
  const body: Problem = {
    type: 'about:blank',
    title: titles[status],
    status,
    detail: error.message,
    code: error.code,
    requestId,
    ...error.extra,
  };
  return Response.json(body, {
    status,
    headers: { ...error.headers, 'content-type': 'application/problem+json' },
  });
}

/** Ends an error text only if the console is sure of it. */
export const nothingSent = 'Nothing was sent to Fuse.';

/** The problem `overlap`: others cancel the same calls, and the request does not name them in `despite`. */
export function overlapError(overlaps: Overlap[]): ProblemError {
  const kinds = ['waiting', 'accepted'] as const;
  const parts = kinds.flatMap((kind) => {
    const those = overlaps.filter((overlap) => overlap.kind === kind);
    const deployments = [...new Set(those.map(({ deploymentId }) => deploymentId))];
    const people = [...new Set(those.map(({ person }) => person))].join(', ');
    if (those.length === 0) return [];
    const isOne = deployments.length === 1;
    const what = isOne ? `deployment ${deployments[0]}` : `${deployments.length} deployments`;
    return kind === 'accepted'
      ? [`A cancellation of ${what} by ${people} was accepted within the last five minutes.`]
      : [`${what.replace(/^d/, 'D')} ${isOne ? 'is' : 'are'} in a running batch of ${people}.`];
  });
  return new ProblemError(
    'overlap',
    `${parts.join(' ')} ${nothingSent} To cancel all the same, name these IDs in “despite”.`,
    { extra: { overlaps } },
  );
}

/** The console itself is at fault, whatever the request was. */
export const programFailed = 'Something went wrong inside the console. It is in the log.';

/**
 * A store call whose failure is a problem of its own: `journal_unavailable` where the database failed, `internal`
 * where the program did.
 */
export async function mapStoreErrors<T>(work: Promise<T>, consequence = 'Nothing was changed.'): Promise<T> {
  try {
    return await work;
  } catch (cause) {
    if (cause instanceof ProblemError) throw cause;
    if (isProgramError(cause))
      throw new ProblemError('internal', `${programFailed} ${consequence}`, { cause });
    throw new ProblemError(
      'journal_unavailable',
      `The console’s journal cannot be used right now. ${consequence}`,
      { cause },
    );
  }
}
