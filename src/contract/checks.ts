import { fuseIdPattern, isInstant, uuidPattern } from './patterns';

// What guards are made of.

export type Check = (value: unknown) => boolean;

export const isText: Check = (value) => typeof value === 'string';
export const isYesOrNo: Check = (value) => typeof value === 'boolean';
export const isInt: Check = (value) => Number.isSafeInteger(value);
export const isAbsent: Check = (value) => value === undefined;
export const isNull: Check = (value) => value === null;
const fits =
  (pattern: RegExp): Check =>
  (value) =>
    typeof value === 'string' && pattern.test(value);
export const oneOf =
  (words: readonly unknown[]): Check =>
  (value) =>
    words.includes(value);
export const either =
  (one: Check, other: Check): Check =>
  (value) =>
    one(value) || other(value);
export const listOf =
  (check: Check): Check =>
  (value) =>
    Array.isArray(value) && value.every((entry) => check(entry));

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** An object with at least these members, each of which is what its check says. */
export function shape<T>(members: { [Name in keyof T]-?: Check }) {
  const checks = Object.entries<Check>(members);
  return (value: unknown): value is T =>
    isRecord(value) && checks.every(([name, check]) => check(value[name]));
}

export const isId = fits(fuseIdPattern);
export const isUuid = fits(uuidPattern);
export const isTextOrNull = either(isNull, isText);
export const isTexts = listOf(isText);
export const isInstantOrNull = either(isNull, isInstant);
