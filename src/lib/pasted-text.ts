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

/** How far the ends of a line are looked for. */
const longestLine = 2_000;
const cellSign = /[|│]/;

/**
 * Whether a number that ends at `end` may go on in the line below, as in a hard wrap: it is the last in its line or
 * cell, and a digit comes first in what stands below, behind whatever frame, quotation mark or prefix. `start` is
 * where the piece with the number begins; a line below that begins in the same way is the next entry of a list.
 * `text` has its comments: the rest of a number may look like one.
 */
export function mayGoOnBelow(text: string, start: number, end: number): boolean {
  const behind = text.slice(end, end + longestLine);
  if (!/^(?!\\?\/)[^\p{L}\p{N}\n|│]*[\n|│]/u.test(behind)) return false;
  const next = /^.*\n(?:[^\p{L}\p{N}\n]*\n)*(.*)/u.exec(behind)?.[1] ?? '';
  const cells = text
    .slice(Math.max(0, end - longestLine), end)
    .replace(/^[^]*\n/, '')
    .split(cellSign);
  const cell = cells.at(-1) ?? '';
  const before = cell.slice(0, Math.max(0, cell.length - (end - start)));
  // In a table on its side, where the piece begins in an earlier cell, what stands beside another name is another value.
  const under = end - start > cell.length ? undefined : next.split(cellSign)[cells.length - 1];
  const below = under !== undefined && /[\p{L}\p{N}]/u.test(under) ? under : next;
  return !isNextEntry(before + text.slice(start, start + 3), below) && beginsWithDigit(before, below);
}

/** Whether a line begins as another one does but for its digits, up to a word; "9." is followed by "10.". */
function isNextEntry(head: string, line: string): boolean {
  const plain = (piece: string) => piece.replace(/\d/g, '0');
  const heads = [head, head.replace(/(?<!\d)9+(?!\d)/, '0$&')];
  return /\p{L}{3}$/u.test(head) && heads.some((one) => plain(line).startsWith(plain(one)));
}

/** Whether a digit comes first in a line, behind the prefix that both lines have. */
function beginsWithDigit(before: string, line: string): boolean {
  let common = 0;
  while (common < before.length && before[common] === line[common]) common += 1;
  const prefix = /^.*(?:[^\p{L}\p{N}\s]\s+|>)/u.exec(before.slice(0, common))?.[0] ?? '';
  return /^[^\p{L}\p{N}]*\p{N}/u.test(line.slice(prefix.length));
}
