import { cleanTyped } from './invisible';
import { fuseIdPattern, instantPattern, isInstant, uuidPattern } from './patterns';
import { z } from './zod';

/**
 * One of Fuse's ID numbers, kept as a digit string: a JavaScript number would lose the 17th digit, and
 * leading zeros are significant.
 */
export const fuseId = z
  .string()
  .check(z.regex(fuseIdPattern, { error: 'must be 1 to 20 digits, 0 to 9 only' }));

/** A `fuseId` that a person types or pastes: without invisible characters in it and white space around it. */
export const typedFuseId = z
  .string()
  .check(z.overwrite(cleanTyped), z.regex(fuseIdPattern, { error: 'must be 1 to 20 digits, 0 to 9 only' }));

/** A UUID in its canonical text form (RFC 9562 §4), any version; read in either letter case, kept in lower case. */
export const uuid = z.string().check(
  z.regex(uuidPattern, { error: 'must be a UUID' }),
  z.overwrite((text) => text.toLowerCase()),
);

/** An instant as ISO 8601 in UTC with milliseconds, as `Date.prototype.toISOString` writes it. */
export const instant = z
  .string()
  .check(
    z.regex(instantPattern, { error: 'must be an ISO 8601 instant in UTC' }),
    z.refine(isInstant, { error: 'must be an ISO 8601 instant in UTC' }),
  );

/** A deployment's two IDs as one text: a deployment ID is unique within its application only. */
export function deploymentKey(ids: { applicationId: string; deploymentId: string }): string {
  return `${ids.applicationId}/${ids.deploymentId}`;
}
