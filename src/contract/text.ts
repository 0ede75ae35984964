import { z } from './zod';

export const fuseIdPattern = /^[0-9]{1,20}$/;

/**
 * One of Fuse's ID numbers, kept as a digit string: a JavaScript number would lose the 17th digit, and
 * leading zeros are significant.
 */
export const fuseId = z
  .string()
  .check(z.regex(fuseIdPattern, { error: 'must be 1 to 20 digits, 0 to 9 only' }));

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
