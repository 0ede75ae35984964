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
  /** For each byte of `text`, and for its end, where that is in the raw bytes; null where it is the same. */
  origin: readonly number[] | null;
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
export function rawRange({ origin }: View, { start, end }: Range): Range {
  return origin === null ? { start, end } : { start: origin[start] ?? 0, end: origin[end] ?? 0 };
}

/** The text as it is. */
export function plainView(bytes: Buffer): View {
  return { text: bytes.toString('latin1').toLowerCase(), origin: null };
}

function undone(view: View, { pattern, undo }: Encoding): View | null {
  let text = '';
  const origin: number[] = [];
  const at = (index: number) => view.origin?.[index] ?? index;
  let done = 0;
  const copyTo = (end: number) => {
    text += view.text.slice(done, end);
    for (let index = done; index < end; index += 1) origin.push(at(index));
  };
  for (const match of view.text.matchAll(pattern)) {
    copyTo(match.index);
    const meant = undo(match[0]);
    text += meant;
    // The whole escape belongs to each byte it stands for.
    for (let index = 0; index < meant.length; index += 1) origin.push(at(match.index));
    done = match.index + match[0].length;
  }
  if (done === 0) return null;
  copyTo(view.text.length);
  origin.push(at(view.text.length));
  return { text, origin };
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
