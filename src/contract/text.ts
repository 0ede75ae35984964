import { trimInvisible } from './invisible';
import { z } from './zod';

// By itself, and not with the IDs that every record has: the first view reads no text that a person types.

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

/** What has no ink of its own: white space, what fonts ignore (Unicode, Default_Ignorable_Code_Point), an empty Braille cell. */
const visible = /[^\s\p{Default_Ignorable_Code_Point}\u2800]/u;

const unfitMessage = 'must not contain control characters, lone surrogates or text-direction overrides';

/** What a text may hold, by the check that says so: JSON Schema cannot look into a check. */
export const textRules = new WeakMap<object, { maxLength: number; isOneLine: boolean }>();

function atMost(maxLength: number, isOneLine: boolean) {
  const check = z.refine<string>((text) => length(text) <= maxLength, {
    error: `must be at most ${maxLength} characters`,
  });
  textRules.set(check, { maxLength, isOneLine });
  return check;
}

/** One line of text, 1 to `max` characters, at least one of them visible. */
export function line(max: number) {
  return z.string().check(...oneLine(max, (text) => visible.test(text)));
}

/** A `line` that a person types or pastes: what is invisible around it is removed. */
export function typedLine(max: number) {
  return z.string().check(z.overwrite(trimInvisible), ...oneLine(max, (text) => visible.test(text)));
}

/** What a `line` was before it had to be visible: a name that is saved already, and handed back. */
export function savedLine(max: number) {
  return z.string().check(...oneLine(max, (text) => text.trim() !== ''));
}

function oneLine(max: number, isThere: (text: string) => boolean) {
  return [
    z.refine<string>(isThere, { error: 'must not be empty', abort: true }),
    atMost(max, true),
    z.refine<string>((text) => !unfitForOneLine.test(text), { error: `${unfitMessage}, nor line breaks` }),
  ];
}

/** Text of 0 to `max` characters in which line breaks are fine. */
export function lines(max: number) {
  return z.string().check(...manyLines(max));
}

/** `lines` that a person types or pastes: what is invisible around them is removed. */
export function typedLines(max: number) {
  return z.string().check(z.overwrite(trimInvisible), ...manyLines(max));
}

function manyLines(max: number) {
  return [
    atMost(max, false),
    z.refine<string>((text) => !unfitForManyLines.test(text), { error: unfitMessage }),
  ];
}
