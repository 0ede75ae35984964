import { cleanTyped } from './invisible';
import { z } from './zod';

/** The most digits of an ID. */
const maxDigits = 20;

const digits = z.regex(/^[0-9]{1,20}$/, { error: 'must be 1 to 20 digits, 0 to 9 only' });

/**
 * One of Fuse's ID numbers, kept as a digit string: a JavaScript number would lose the 17th digit, and
 * leading zeros are significant.
 */
export const fuseId = z.string().check(digits);

/** A `fuseId` that a person types or pastes: without invisible characters in it and white space around it. */
export const typedFuseId = z.string().check(z.overwrite(cleanTyped), digits);

/**
 * A UUID in its canonical text form (RFC 9562 §4), any version; read in either letter case, kept in lower case. Both
 * cases are spelled out, because the OpenAPI document would lose a flag.
 */
export const uuid = z.string().check(
  z.regex(/^[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}$/, {
    error: 'must be a UUID',
  }),
  z.overwrite((text) => text.toLowerCase()),
);

const notAnInstant = { error: 'must be an ISO 8601 instant in UTC' };

/** Of an instant's text, whether its day exists: V8 parses the 31st of every month. */
function isExistingDay(text: string): boolean {
  return (
    !Number.isNaN(Date.parse(text)) && (text.slice(8, 10) < '29' || new Date(text).toISOString() === text)
  );
}

/** An instant as ISO 8601 in UTC with milliseconds, as `Date.prototype.toISOString` writes it. */
export const instant = z
  .string()
  .check(
    z.regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/, { ...notAnInstant, abort: true }),
    z.refine(isExistingDay, notAnInstant),
  );

/** An ID without leading zeros, as a program sees it that reads IDs as numbers. */
export const withoutZeros = (id: string): string => id.replace(/^0+(?=\d)/, '');

/** An ID with any number of leading zeros: all texts that are the same number. */
export function withAnyZeros(id: string): string[] {
  const plain = withoutZeros(id);
  return Array.from({ length: maxDigits + 1 - plain.length }, (_, index) =>
    plain.padStart(plain.length + index, '0'),
  );
}

/** A deployment's two IDs as one text: a deployment ID is unique within its application only. */
export function deploymentKey(ids: { applicationId: string; deploymentId: string }): string {
  return `${ids.applicationId}/${ids.deploymentId}`;
}
