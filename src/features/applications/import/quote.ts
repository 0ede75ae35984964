import type { Span } from '@/lib/pasted-text';

/** A piece of a quoted text; an ID is marked. */
export interface QuotePart {
  text: string;
  isId: boolean;
}

/** What stands between two pieces is shown if it is no longer, has no other number and may be seen. */
const between = /^\D{0,60}$/;

/** The pieces of a text that show where its IDs stand. */
export function buildQuote(
  text: string,
  shown: readonly Span[],
  ids: readonly Span[],
  isSecret: boolean,
): QuotePart[] {
  const marks = ids.toSorted((one, other) => one.start - other.start);
  const parts: QuotePart[] = [];
  const add = (start: number, end: number, isId = false) => {
    if (start < end)
      parts.push({ text: text.slice(start, end).replace(/\t+/g, ' | ').replace(/\s+/g, ' '), isId });
  };
  let last: number | undefined;
  for (const { start, end } of shown) {
    if (last !== undefined) {
      if (isSecret || !between.test(text.slice(last, start))) parts.push({ text: ' … ', isId: false });
      else add(last, start);
    }
    let at = start;
    for (const mark of marks.filter((one) => one.start >= start && one.end <= end)) {
      add(at, mark.start);
      add(mark.start, mark.end, true);
      at = mark.end;
    }
    add(at, end);
    last = end;
  }
  return parts;
}
