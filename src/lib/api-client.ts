import type { Problem } from '@/contract';
import { isProblem } from '@/contract/guards';
import { beforeIdle } from './idle';
import { learnServerTime } from './server-clock';

/** The console answered with a problem: it understood the request and says why it did not do it. */
export class ApiError extends Error {
  override name = 'ApiError';
  readonly problem: Problem;
  constructor(answer: Problem) {
    super(answer.detail);
    this.problem = answer;
  }
}

/** No answer came from the console: it is down, or the connection to it broke. */
export class NetworkError extends Error {
  override name = 'NetworkError';
}

/** Something answered, but not in the console's own words (a gateway's page, another version). */
export class BadReply extends Error {
  override name = 'BadReply';
  readonly status: number;
  constructor(status: number) {
    super(`The answer, with status ${status}, is not one that the console gives.`);
    this.status = status;
  }
}

/** The last reply of a resource with an `ETag`. */
export interface Kept<T> {
  last?: { etag: string; reply: T };
}

let changeHeaders: Readonly<Record<string, string>> = {};

/** Sets what every further request that changes something says of the page that sends it. */
export function setChangeHeaders(headers: Readonly<Record<string, string>>): void {
  changeHeaders = headers;
}

/** What every request that changes something says of the page that sends it. */
export const currentChangeHeaders = () => changeHeaders;

let hearProblem = (_problem: Problem): void => {};

/** Has every problem told that the console answers with, whoever asked; in place of the listener before. */
export function onProblem(listener: (problem: Problem) => void): void {
  hearProblem = listener;
}

interface RequestOptions<T> {
  headers?: Record<string, string>;
  signal?: AbortSignal;
  /** Sends the headers of a change with a question too, whose answer is true of what this page shows only. */
  asChange?: boolean;
  /** Where the reply is kept; as long as the console says that it still holds, it is returned itself. */
  kept?: Kept<T>;
}

/** How an answer is checked; a schema of the contract does it. */
export interface Reply<T> {
  safeParse(json: unknown): { success: true; data: T } | { success: false };
}

/** A reply that one of the contract's guards checks. */
export const guarded = <T>(is: (json: unknown) => json is T): Reply<T> => ({
  safeParse: (data) => (is(data) ? { success: true, data } : { success: false }),
});

/**
 * Sends one request to the console's own interface and parses what it answers; never repeats it.
 * An answer without a body is parsed as `undefined`.
 *
 * @throws ApiError, NetworkError, BadReply, or the signal's own reason when it is aborted.
 * @example const found = await request(batch, 'GET', paths.batch(id));
 */
export async function request<T>(
  schema: Reply<T>,
  method: 'GET' | 'PUT' | 'POST' | 'DELETE',
  path: string,
  body?: unknown,
  { headers = {}, signal, kept, asChange = method !== 'GET' }: RequestOptions<T> = {},
): Promise<T> {
  // That of the question: while it is on its way, another may be kept.
  const last = kept?.last;
  const init: RequestInit = {
    method,
    headers: {
      accept: 'application/json',
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(last && { 'if-none-match': last.etag }),
      ...(asChange && changeHeaders),
      ...headers,
    },
  };
  if (body !== undefined) init.body = JSON.stringify(body);
  if (signal) init.signal = signal;

  let response: Response;
  let text: string;
  try {
    [response, text] = await beforeIdle(exchange(path, init));
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new NetworkError('The console does not answer.', { cause: error });
  }
  if (last && response.status === 304) return last.reply;
  const json = parseJson(text);
  if (!response.ok) {
    const failure = refusal(response.status, json);
    if (failure instanceof ApiError) hearProblem(failure.problem);
    throw failure;
  }
  const reply = schema.safeParse(json);
  if (!reply.success) throw new BadReply(response.status);
  const etag = response.headers.get('etag');
  if (kept && etag !== null) kept.last = { etag, reply: reply.data };
  return reply.data;
}

/** What an answer that refuses a request is thrown as. */
export function refusal(status: number, json: unknown): Error {
  return isProblem(json) ? new ApiError(json) : new BadReply(status);
}

async function exchange(path: string, init: RequestInit): Promise<[Response, string]> {
  const response = await fetch(path, init);
  // It tells whole seconds.
  learnServerTime(Date.parse(response.headers.get('date') ?? '') + 500, false);
  return [response, await response.text()];
}

export function parseJson(text: string): unknown {
  if (text === '') return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
