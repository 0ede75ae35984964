/** A stretch of a view or of the raw bytes; `end` is exclusive. */
export interface Range {
  start: number;
  end: number;
}

/**
 * A text as it reads once an encoding is undone: UTF-8 bytes as a binary string (one character a byte), in
 * lower case. Bytes, because percent-encoding cuts characters apart.
 */
export interface View {
  text: string;
  /**
   * The view in which the encoding was undone, and for each byte of `text`, and for its end, where that is
   * in there; null for the raw bytes.
   */
  from: { outer: View; index: readonly number[] } | null;
}

interface Encoding {
  pattern: RegExp;
  undo: (escape: string) => string;
}

const binary = (text: string) => Buffer.from(text, 'utf8').toString('latin1').toLowerCase();
const fromCode = (code: number) => binary(code <= 0x10ffff ? String.fromCodePoint(code) : '\uFFFD');
const byte = (escape: string) => String.fromCharCode(Number.parseInt(escape.slice(1), 16)).toLowerCase();

const jsonLetters: Record<string, string> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };
const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

const encodings: Encoding[] = [
  { pattern: /%[0-9a-f]{2}/g, undo: byte },
  // Form-encoding writes a space as a plus sign.
  { pattern: /%[0-9a-f]{2}|\+/g, undo: (escape) => (escape === '+' ? ' ' : byte(escape)) },
  {
    // A surrogate pair is one character in two escapes.
    pattern: /\\ud[89ab][0-9a-f]{2}\\ud[c-f][0-9a-f]{2}|\\u[0-9a-f]{4}|\\[^u]/g,
    undo: (escape) =>
      escape.charAt(1) === 'u'
        ? binary(
            escape.replaceAll(/\\u(.{4})/g, (_, hex: string) =>
              String.fromCharCode(Number.parseInt(hex, 16)),
            ),
          )
        : (jsonLetters[escape.charAt(1)] ?? escape.charAt(1)),
  },
  {
    pattern: /&(?:amp|lt|gt|quot|apos|#\d{1,7}|#x[0-9a-f]{1,6});/g,
    undo: (escape) => {
      const name = escape.slice(1, -1);
      if (name.startsWith('#x')) return fromCode(Number.parseInt(name.slice(2), 16));
      if (name.startsWith('#')) return fromCode(Number.parseInt(name.slice(1), 10));
      return entities[name] ?? '';
    },
  },
];

const depth = 2;

/** Where a stretch of a view is in the raw bytes. */
export function rawRange({ from }: View, { start, end }: Range): Range {
  if (from === null) return { start, end };
  return rawRange(from.outer, { start: from.index[start] ?? 0, end: from.index[end] ?? 0 });
}

/** The text as it is. */
export function plainView(bytes: Buffer): View {
  return { text: bytes.toString('latin1').toLowerCase(), from: null };
}

// `&#x10ffff;` and `&#1234567;` without their ampersand.
const longestSwallowed = 9;

function readsBefore({ from }: View, end: number, text: string): boolean {
  if (from === null) return false;
  const outerEnd = from.index[end] ?? 0;
  return from.outer.text.endsWith(text, outerEnd) || readsBefore(from.outer, outerEnd, text);
}

function startOf(view: View, text: string, end: number): number | null {
  if (view.text.endsWith(text, end)) return end - text.length;
  for (let swallowed = 1; swallowed <= longestSwallowed && swallowed < text.length; swallowed += 1) {
    const start = end - text.length + swallowed;
    if (view.text.endsWith(text.slice(swallowed), end) && readsBefore(view, start, text.slice(0, swallowed)))
      // With the escape that swallowed it.
      return Math.max(start - 1, 0);
  }
  return null;
}

/**
 * Where `text` (in lower case) stands in a view, from left to right. Also where a stray `%`, `\` or `&` just
 * before it makes an escape of its first characters: `%` and `41BC` read `ABC`. Not where a stray backslash
 * breaks the escape of its first character: `\` and `\n` read `\` and `n`.
 */
export function* occurrences(view: View, text: string): Generator<Range> {
  const tail = text.slice(Math.min(longestSwallowed, text.length - 1));
  let done = 0;
  for (let at = view.text.indexOf(tail); at >= 0; at = view.text.indexOf(tail, at + 1)) {
    const end = at + tail.length;
    const start = startOf(view, text, end);
    if (start === null || start < done) continue;
    yield { start, end };
    done = end;
  }
}

/** Where the longest beginning of `text`, but not all of it, stands at the end of a view. */
export function beginningAtEnd(view: View, text: string, shortest: number): Range | null {
  const end = view.text.length;
  for (let length = text.length - 1; length >= shortest; length -= 1) {
    const start = startOf(view, text.slice(0, length), end);
    if (start !== null) return { start, end };
  }
  return null;
}

function undone(view: View, { pattern, undo }: Encoding): View | null {
  let text = '';
  const index: number[] = [];
  let done = 0;
  const copyTo = (end: number) => {
    text += view.text.slice(done, end);
    for (let at = done; at < end; at += 1) index.push(at);
  };
  for (const match of view.text.matchAll(pattern)) {
    copyTo(match.index);
    const meant = undo(match[0]);
    text += meant;
    // The whole escape belongs to each byte it stands for.
    for (let count = 0; count < meant.length; count += 1) index.push(match.index);
    done = match.index + match[0].length;
  }
  if (done === 0) return null;
  copyTo(view.text.length);
  index.push(view.text.length);
  return { text, from: { outer: view, index } };
}

/**
 * A view with all those that arise when percent-, form-, JSON- or HTML-encoding are undone, one inside the
 * other up to two deep. Encodings of which the text has no trace cost nothing.
 */
export function encodedViews(view: View): View[] {
  const views = [view];
  let layer = [view];
  for (let level = 0; level < depth; level += 1) {
    layer = layer.flatMap((outer) =>
      encodings.map((encoding) => undone(outer, encoding)).filter((inner) => inner !== null),
    );
    views.push(...layer);
  }
  return views;
}
