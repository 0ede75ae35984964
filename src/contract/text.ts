import { z } from './zod';

/** Characters, not UTF-16 units: an emoji counts once. */
function length(text: string): number {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}

// Unicode general categories Cc (controls) and Cs (lone surrogates), the bidi embeddings, overrides and
// isolates, and the two separators that end a line without being controls.
const unfitForOneLine = /[\p{Cc}\p{Cs}\u202A-\u202E\u2066-\u2069\u2028\u2029]/u;
const unfitForManyLines = /[^\P{Cc}\n\r]|[\p{Cs}\u202A-\u202E\u2066-\u2069]/u;

const unfitMessage = 'must not contain control characters, lone surrogates or text-direction overrides';

/** One line of text, 1 to `max` characters, at least one of them visible. */
export function line(max: number) {
  return z.string().check(
    z.refine((text) => text.trim() !== '', { error: 'must not be empty', abort: true }),
    z.refine((text) => length(text) <= max, { error: `must be at most ${max} characters` }),
    z.refine((text) => !unfitForOneLine.test(text), { error: `${unfitMessage}, nor line breaks` }),
  );
}

/** Text of 0 to `max` characters in which line breaks are fine. */
export function lines(max: number) {
  return z.string().check(
    z.refine((text) => length(text) <= max, { error: `must be at most ${max} characters` }),
    z.refine((text) => !unfitForManyLines.test(text), { error: unfitMessage }),
  );
}

/**
 * One of Fuse's ID numbers, kept as a digit string: a JavaScript number would lose the 17th digit, and
 * leading zeros are significant.
 */
export const fuseId = z
  .string()
  .check(z.regex(/^[0-9]{1,20}$/, { error: 'must be 1 to 20 digits, 0 to 9 only' }));

/** A UUID in its canonical text form (RFC 9562 §4), any version, in either letter case. */
export const uuid = z.string().check(
  // Both cases spelled out: a flag would be lost in the OpenAPI document.
  z.regex(/^[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}$/, {
    error: 'must be a UUID',
  }),
);

/** An instant as ISO 8601 in UTC with milliseconds, as `Date.prototype.toISOString` writes it. */
export const instant = z.string().check(
  z.regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/, { error: 'must be an ISO 8601 instant in UTC' }),
  z.refine((text) => !Number.isNaN(Date.parse(text)), { error: 'must be an ISO 8601 instant in UTC' }),
);
