import { problem as problemSchema, type Problem } from '@/contract';
import type { z } from '@/contract/zod';
import { learnServerTime } from './server-clock';

/** The console answered with a problem: it understood the request and says why it did not do it. */
export class ApiError extends Error {
  override name = 'ApiError';
  readonly problem: Problem;
  constructor(problem: Problem) {
    super(problem.detail);
    this.problem = problem;
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

let changeHeaders: Readonly<Record<string, string>> = {};

/** Sets the headers by which every further change says which identity the page shows. */
export function setChangeHeaders(headers: Readonly<Record<string, string>>): void {
  changeHeaders = headers;
}

/** The headers that every request for a change has to carry. */
export const currentChangeHeaders = () => changeHeaders;

let problemListener = (_problem: Problem): void => {};

/** Calls the listener with every problem that the console answers with; replaces the listener before. */
export function onProblem(listener: (problem: Problem) => void): void {
  problemListener = listener;
}

type Method = 'GET' | 'PUT' | 'POST' | 'DELETE';

interface RequestOptions {
  headers?: Record<string, string>;
  signal?: AbortSignal;
  /** Also sends the change headers with a GET: its answer is only true of the identity that the page shows. */
  asChange?: boolean;
}

/**
 * Sends one request to the console's own interface and parses its answer by a schema of the contract; never repeats
 * it. An answer without a body is parsed as `undefined`.
 *
 * @throws ApiError, NetworkError, BadReply, or the signal's own reason when it is aborted.
 * @example const found = await request(batch, 'GET', paths.batch(id));
 */
export async function request<T>(
  schema: z.ZodMiniType<T>,
  method: Method,
  path: string,
  body?: unknown,
  options?: RequestOptions,
): Promise<T> {
  return parseReply(schema, await send(method, path, body, options));
}

/** A reply with the `ETag` of its answer. What the page has changed in it since has none. */
export type Tagged<T> = T & { etag?: string };

/** Reads a resource that has an `ETag` (RFC 9110 §13.1.2): `known` itself where the console says that it still holds. */
export async function requestIfChanged<T extends object>(
  schema: z.ZodMiniType<T>,
  path: string,
  known: Tagged<T> | undefined,
  signal: AbortSignal,
): Promise<Tagged<T>> {
  const headers = known?.etag === undefined ? {} : { 'if-none-match': known.etag };
  const answer = await send('GET', path, undefined, { signal, headers });
  if (answer.response.status === 304 && known?.etag !== undefined) return known;
  const etag = answer.response.headers.get('etag');
  return { ...parseReply(schema, answer), ...(etag !== null && { etag }) };
}

interface Answer {
  response: Response;
  text: string;
}

async function send(
  method: Method,
  path: string,
  body: unknown,
  { headers = {}, signal, asChange = method !== 'GET' }: RequestOptions = {},
): Promise<Answer> {
  const init: RequestInit = {
    method,
    headers: {
      accept: 'application/json',
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...(asChange && changeHeaders),
      ...headers,
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
    ...(signal && { signal }),
  };
  try {
    return await exchange(path, init);
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new NetworkError('The console does not answer.', { cause: error });
  }
}

async function exchange(path: string, init: RequestInit): Promise<Answer> {
  const response = await fetch(path, init);
  // The header has whole seconds: on average the server's clock is half a second further.
  learnServerTime(Date.parse(response.headers.get('date') ?? '') + 500, false);
  return { response, text: await response.text() };
}

function parseReply<T>(schema: z.ZodMiniType<T>, { response, text }: Answer): T {
  const json = parseJson(text);
  if (!response.ok) {
    const error = toError(response.status, json);
    if (error instanceof ApiError) problemListener(error.problem);
    throw error;
  }
  const reply = schema.safeParse(json);
  if (!reply.success) throw new BadReply(response.status);
  return reply.data;
}

/** The error to throw for an answer whose status is none of success; `json` is its parsed body. */
export function toError(status: number, json: unknown): ApiError | BadReply {
  const parsed = problemSchema.safeParse(json);
  return parsed.success ? new ApiError(parsed.data) : new BadReply(status);
}

/** A body as JSON, or as the text that it is; `undefined` where it is empty. */
export function parseJson(text: string): unknown {
  if (text === '') return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
