// Hebrew, Arabic and their neighbours, with their presentation forms, the old scripts from U+10800 on, and the
// right-to-left mark, which makes Latin letters and digits after it one of them.
const rightToLeft = /[\u0590-\u08ff\u200f\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;

/**
 * A name for a composed line of plain text: one that is written from right to left is put between U+2068 and U+2069
 * (Unicode Standard Annex 9, §2.4), or it would take the numbers beside it along. For display only; elements use `<bdi>`.
 */
export function isolated(text: string): string {
  return rightToLeft.test(text) ? `\u2068${text}\u2069` : text;
}
