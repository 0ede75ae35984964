import { fuseIdPattern, isInstant, uuidPattern } from './patterns';

/** Whether a value of any kind is what a guard wants in its place. */
export type Check = (value: unknown) => boolean;

/** A string of any length. */
export const isText: Check = (value) => typeof value === 'string';
/** True or false. */
export const isYesOrNo: Check = (value) => typeof value === 'boolean';
/** A whole number that JavaScript holds exactly. */
export const isInt: Check = (value) => Number.isSafeInteger(value);
/** A member that is not there. */
export const isAbsent: Check = (value) => value === undefined;
/** JSON's null. */
export const isNull: Check = (value) => value === null;
const fits =
  (pattern: RegExp): Check =>
  (value) =>
    typeof value === 'string' && pattern.test(value);
/** One of a few values. */
export const oneOf =
  (words: readonly unknown[]): Check =>
  (value) =>
    words.includes(value);
/** What either of two checks lets pass. */
export const either =
  (one: Check, other: Check): Check =>
  (value) =>
    one(value) || other(value);
/** An array of nothing else, which may be empty. */
export const listOf =
  (check: Check): Check =>
  (value) =>
    Array.isArray(value) && value.every((entry) => check(entry));

/** An object and no array; what is in it is not looked at. */
export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** An object with at least these members, each of which is what its check says. */
export function shape<T>(members: { [Name in keyof T]-?: Check }) {
  const checks = Object.entries<Check>(members);
  return (value: unknown): value is T =>
    isRecord(value) && checks.every(([name, check]) => check(value[name]));
}

/** An application's or a deployment's ID. */
export const isId = fits(fuseIdPattern);
/** A UUID in either letter case (RFC 9562 §4). */
export const isUuid = fits(uuidPattern);
/** A string or null. */
export const isTextOrNull = either(isNull, isText);
/** An array of strings. */
export const isTexts = listOf(isText);
/** A time in UTC as the contract writes it (RFC 3339), or null. */
export const isInstantOrNull = either(isNull, isInstant);
