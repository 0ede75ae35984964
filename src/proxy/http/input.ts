import type { z } from '../../contract/zod';
import { findJsonFault } from './json';
import { inTurns } from '../run/next-turn';
import { ProblemError, type Target } from './problems';

const defaultMaxBytes = 1_000_000;
/** Errors that an answer lists. */
const maxErrors = 50;

type Issues = z.core.$ZodIssue[];

function fieldErrors(issues: Issues): { field: string; message: string }[] {
  return issues.flatMap((issue) => {
    const path = issue.path.map(String);
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => ({ field: [...path, key].join('.'), message: 'is not known here' }));
    }
    const message =
      issue.code === 'invalid_type'
        ? issue.input === undefined
          ? 'is required'
          : `must be ${/^[aeiou]/.test(issue.expected) ? 'an' : 'a'} ${issue.expected}`
        : issue.message;
    return [{ field: path.join('.') || 'body', message }];
  });
}

/** The parsed value, or each field that breaks a rule. */
export function checkFields<S extends z.ZodMiniType>(
  schema: S,
  value: unknown,
): { data: z.infer<S> } | { errors: { field: string; message: string }[] } {
  const result = schema.safeParse(value, { reportInput: true });
  return result.success ? { data: result.data } : { errors: fieldErrors(result.error.issues) };
}

/** The parsed value. Problem `invalid_request`, which names each field that breaks a rule. */
export function parse<S extends z.ZodMiniType>(schema: S, value: unknown): z.infer<S> {
  const checked = checkFields(schema, value);
  if ('data' in checked) return checked.data;
  throw invalidFields(checked.errors);
}

/** Like `parse` for each item of a long list at `path`, with turns for other requests in between. */
export async function parseEach<S extends z.ZodMiniType>(
  schema: S,
  items: readonly unknown[],
  path: string,
): Promise<z.infer<S>[]> {
  const values: z.infer<S>[] = [];
  const errors: { field: string; message: string }[] = [];
  for await (const [index, item] of inTurns(items.entries())) {
    const checked = checkFields(schema, item);
    if ('data' in checked) values.push(checked.data);
    else
      for (const { field, message } of checked.errors)
        errors.push({ field: [path, index, ...(field === 'body' ? [] : [field])].join('.'), message });
  }
  if (errors.length > 0) throw invalidFields(errors);
  return values;
}

/** A field of an edit as the console calls it: `change.addTags.0` is "tags", as in an import. */
function fieldInWords(field: string): string {
  const name = /^change\.(?:(?:add|remove)(?=[A-Z]))?(\w+)(?:\.\d+)?$/.exec(field)?.[1];
  if (name === undefined) return field;
  return name === 'protectedReason' ? 'protected' : name.toLowerCase();
}

/**
 * The problem `invalid_request` for these fields and the rules that they break. `targets` are the deployments that are
 * refused by a rule of the configuration, if any are.
 */
export function invalidFields(
  all: { field: string; message: string }[],
  targets: readonly Target[] = [],
): ProblemError {
  const errors = all.slice(0, maxErrors);
  const detail = errors.map(({ field, message }) => `${fieldInWords(field)} ${message}`).join('; ');
  return new ProblemError('invalid_request', `${detail}.`, {
    extra: { errors, ...(all.length > maxErrors && { errorCount: all.length }) },
    ...(targets.length > 0 && { targets }),
  });
}

/** The problem `invalid_request` for a single field or header and the rule that it breaks. */
export function invalidField(field: string, message: string): ProblemError {
  return new ProblemError('invalid_request', `${field} ${message}.`, {
    extra: { errors: [{ field, message }] },
  });
}

/** A body that exceeds its limit is read to its end, so that the answer arrives, but no further than this. */
const maxIgnoredBytes = 128_000_000;

/** Reads the whole body. Problem `invalid_request` if it ends too early or its framing is broken. */
async function readBytes(request: Request, maxBytes: number): Promise<Uint8Array> {
  try {
    return await readWithin(request, maxBytes);
  } catch (error) {
    throw error instanceof ProblemError
      ? error
      : invalidField('body', 'ended too early, or is framed wrongly');
  }
}

async function readWithin(request: Request, maxBytes: number): Promise<Uint8Array> {
  const announced = request.headers.get('content-length');
  const tooLarge = () =>
    new ProblemError('too_large', `The body must be at most ${Math.floor(maxBytes / 1e6)} MB.`);
  if (Number(announced) > maxBytes + maxIgnoredBytes) throw tooLarge();
  if (announced !== null && Number(announced) <= maxBytes) {
    // Node reads no more than was announced, and this way without a web stream between.
    const bytes = new Uint8Array(await request.arrayBuffer());
    if (bytes.byteLength > maxBytes) throw tooLarge();
    return bytes;
  }
  let chunks: Uint8Array[] = [];
  let size = 0;
  if (request.body) {
    for await (const chunk of request.body) {
      size += chunk.byteLength;
      if (size <= maxBytes) chunks.push(chunk);
      else chunks = [];
      // A client that is still sending does not read the answer, and would lose it with the connection.
      if (size > maxBytes + maxIgnoredBytes) break;
    }
  }
  if (size > maxBytes || Number(announced) > maxBytes) throw tooLarge();
  return Buffer.concat(chunks);
}

/**
 * The JSON body of a request as the schema has it. Problems: `unsupported_media_type`, `too_large` (1 MB unless
 * told), `invalid_request` (not UTF-8, not JSON, nested deeper than 32, a key given twice, or against the schema).
 */
export async function readJson<S extends z.ZodMiniType>(
  request: Request,
  schema: S,
  maxBytes = defaultMaxBytes,
): Promise<z.infer<S>> {
  const bytes = await readBytes(request, maxBytes);
  if (bytes.byteLength === 0) throw invalidField('body', 'must be a JSON object');
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw invalidField('body', 'must be UTF-8');
  }
  const fault = await findJsonFault(text);
  if (fault !== null && fault.path === null) throw invalidField('body', fault.message);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw invalidField('body', 'must be JSON');
  }
  if (fault !== null) throw invalidField(fault.path ?? 'body', 'must be given once');
  return parse(schema, value);
}

/** The query's parameters; a repeated one is left as a list, which no schema accepts. */
export function singleQuery(queries: Record<string, string[]>): Record<string, string | string[]> {
  return Object.fromEntries(
    Object.entries(queries).map(([name, values]) => [name, values.length === 1 ? (values[0] ?? '') : values]),
  );
}
