import { invisibleMarks } from './invisible';
import { z } from './zod';

const inNames = new RegExp(`[${invisibleMarks}]`, 'g');
const edge = String.raw`[\s\u200C\u200D${invisibleMarks}]+`;
const around = new RegExp(`^${edge}|${edge}$`, 'g');

/** A note without invisible characters around it. Those inside stay: it is kept as it was written. */
export function trimInvisible(text: string): string {
  return text.replace(around, '');
}

/** A name without invisible characters, but for those inside that join emoji and Persian words. */
export function cleanName(text: string): string {
  return trimInvisible(text.replace(inNames, ''));
}

/** The number of code points, not of UTF-16 units: an emoji counts once. */
function length(text: string): number {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}

// Unicode general categories Cc (controls) and Cs (lone surrogates), the bidi embeddings, overrides and
// isolates, and the two separators that end a line without being controls.
const unfitForOneLine = /[\p{Cc}\p{Cs}\u202A-\u202E\u2066-\u2069\u2028\u2029]/u;
const unfitForManyLines = /[^\P{Cc}\n\r]|[\p{Cs}\u202A-\u202E\u2066-\u2069]/u;

/** A character with ink: no white space, none that fonts ignore (Default_Ignorable_Code_Point), no empty Braille cell. */
const visible = /[^\s\p{Default_Ignorable_Code_Point}\u2800]/u;

/** A reason or note as it is kept: null where nobody would see anything of it. */
export const visibleOrNull = (text: string | null | undefined): string | null =>
  text !== undefined && text !== null && visible.test(text) ? text : null;

const unfitMessage = 'must not contain control characters, lone surrogates or text-direction overrides';

/** The rules of a text by the check that enforces them, for the OpenAPI document, which cannot look into a check. */
export const textRules = new WeakMap<object, { maxLength: number; isOneLine: boolean }>();

function atMost(maxLength: number, isOneLine: boolean) {
  const error = `must be at most ${maxLength} characters`;
  const check = z.refine<string>((text) => length(text) <= maxLength, { error });
  textRules.set(check, { maxLength, isOneLine });
  return check;
}

const oneLine = (max: number, required = visible) => [
  z.refine<string>((text) => required.test(text), { error: 'must not be empty', abort: true }),
  atMost(max, true),
  z.refine<string>((text) => !unfitForOneLine.test(text), { error: `${unfitMessage}, nor line breaks` }),
];
const manyLines = (max: number) => [
  atMost(max, false),
  z.refine<string>((text) => !unfitForManyLines.test(text), { error: unfitMessage }),
];

/** One line of text, 1 to `max` characters, at least one of them visible. */
export const line = (max: number) => z.string().check(...oneLine(max));
/** A `line` that a person types or pastes: invisible characters in and around it are removed. */
export const typedLine = (max: number) => z.string().check(z.overwrite(cleanName), ...oneLine(max));
/** A name that is saved already and handed back: earlier releases also took a `line` with nothing visible in it. */
export const savedLine = (max: number) => z.string().check(...oneLine(max, /\S/));
/** Text of 0 to `max` characters, with or without line breaks. */
export const lines = (max: number) => z.string().check(...manyLines(max));
/** `lines` that a person types or pastes: invisible characters around them are removed. */
export const typedLines = (max: number) => z.string().check(z.overwrite(trimInvisible), ...manyLines(max));
