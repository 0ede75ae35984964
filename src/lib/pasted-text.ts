import { withoutInvisible } from '@/contract/invisible';

/** A piece of a text: from `start` up to `end`, which is not part of it. */
export interface Span {
  start: number;
  end: number;
}

/**
 * A pasted text as its readers expect it: without invisible characters, with `\n` at the end of each line, whichever
 * of CR, VT, FF, NEL, LS and PS (Unicode, section 5.8) stood there, and with tables drawn in one way: `│` between
 * cells, and `-` and `+` between rows.
 */
export function cleanPastedText(text: string): string {
  return withoutInvisible(text)
    .replace(/\r+\n|[\r\v\f\u0085\u2028\u2029]/g, '\n')
    .replace(/[┃┆┇┊┋╎╏║]/g, '│')
    .replace(/[─━┄┅┈┉╌╍═]/g, '-')
    .replace(/(?!│)[\u2500-\u257F]/g, '+');
}

/** The lines of such a text, each with the place where it stands. */
export function* linesOf(text: string): Generator<Span & { text: string }, void> {
  for (let start = 0; start <= text.length;) {
    const found = text.indexOf('\n', start);
    const end = found === -1 ? text.length : found;
    yield { text: text.slice(start, end), start, end };
    start = end + 1;
  }
}

/** A text in which another sign stands in place of all in these pieces but line ends; all else stays in its place. */
export function maskSpans(text: string, spans: readonly Span[], sign = ' '): string {
  let result = '';
  let at = 0;
  for (const { start, end } of spans.toSorted((one, other) => one.start - other.start)) {
    if (start < at) continue;
    result += text.slice(at, start) + text.slice(start, end).replace(/[^\n]/g, sign);
    at = end;
  }
  return result + text.slice(at);
}
