import { XMLParser } from 'fast-xml-parser';
import type { Redactor } from './redact';

/** The longest message kept, in UTF-16 units. */
export const maxMessageLength = 4_000;

/** A response body, whole or not, with the headers that say what it is. */
export interface Body {
  bytes: Buffer;
  /** False if the body was cut short, by its sender or by our limits. */
  complete: boolean;
  contentType: string | undefined;
  contentEncoding: string | undefined;
}

/** What the console takes from a body. */
export interface BodyReading {
  /** It is HTML by its content type or its first bytes. */
  html: boolean;
  /** Fuse's own words; null where it said nothing legible. */
  message: string | null;
}

function mediaType(contentType: string | undefined): string {
  return (contentType ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
}

const skipped = [
  { opening: '<!--', closing: '-->' },
  { opening: '<?', closing: '?>' },
];

/** The text from its first element on: past white space, comments and an XML declaration. */
function fromFirstElement(text: string): string {
  let rest = text.trimStart();
  for (;;) {
    const aside = skipped.find(({ opening }) => rest.startsWith(opening));
    if (aside === undefined) return rest;
    const end = rest.indexOf(aside.closing, aside.opening.length);
    if (end < 0) return '';
    rest = rest.slice(end + aside.closing.length).trimStart();
  }
}

// By its first element (those of WHATWG MIME Sniffing §7.1, and others that error pages begin with): the content type
// may be missing or wrong. None of them is the root of an answer of Fuse.
const htmlStart =
  /^<(?:!doctype\s*html|html|head|body|title|meta|link|script|noscript|style|iframe|h[1-6]|div|span|main|section|header|form|center|font|table|ul|img|hr|br|a|b|p)(?![\w:-])/i;

const xmlParser = new XMLParser({
  ignoreAttributes: true,
  parseTagValue: false,
  trimValues: false,
  // Character references (`&#233;`) are read only with this.
  htmlEntities: true,
});

function errorOf(value: unknown): string | null {
  if (typeof value !== 'object' || value === null || !('error' in value)) return null;
  return typeof value.error === 'string' ? value.error : null;
}

function xmlDocument(text: string): unknown {
  // Nothing that could expand or fetch an entity is ever parsed.
  if (/<!(?:doctype|entity)/i.test(text)) return null;
  const document: unknown = xmlParser.parse(text);
  // Fuse's root element is `<result>`, which its JSON does not have.
  return typeof document === 'object' && document !== null
    ? (Object.values(document).find((root) => typeof root === 'object') ?? null)
    : null;
}

/** The body as Fuse's JSON has it, whether it came as JSON or as XML; null if it is neither. */
function documentOf(text: string, type: string): unknown {
  const start = fromFirstElement(text);
  const isJson = type === 'application/json' || type.endsWith('+json');
  const isXml = type === 'application/xml' || type === 'text/xml' || type.endsWith('+xml');
  try {
    if (isJson || (!isXml && start.startsWith('{'))) return JSON.parse(text);
    if (isXml || start.startsWith('<')) return xmlDocument(text);
  } catch {
    // Not what it claims to be: shown as it is.
  }
  return null;
}

function pickError(text: string, type: string): string | null {
  // Without this the XML parser takes an element that is broken off for an empty one.
  const brokenOff = /<error[\s>]/.test(text) && !/<\/error\s*>|<error\s*\/>/.test(text);
  return brokenOff ? null : errorOf(documentOf(text, type));
}

// Controls but line feed and tab, lone surrogates, bidi embeddings, overrides and isolates. They are
// replaced, not dropped: dropping could join the pieces of a credential.
const unfit = /[^\P{Cc}\n\t]|[\p{Cs}\u202A-\u202E\u2066-\u2069]/gu;

/** Text without characters that could act on a screen or a terminal. */
export function legible(text: string): string {
  return text.replaceAll(/\r\n?/g, '\n').replaceAll(unfit, '\uFFFD').trim();
}

function cut(text: string): string {
  if (text.length <= maxMessageLength) return text;
  const kept = text.slice(0, maxMessageLength - 1);
  // Half a surrogate pair is no character.
  return `${/[\uD800-\uDBFF]$/.test(kept) ? kept.slice(0, -1) : kept}…`;
}

/** What a body says as data, JSON and XML alike; null where it cannot be read. Never throws. */
export function readDocument(body: Body): unknown {
  const text = new TextDecoder('utf-8').decode(body.bytes);
  return body.complete ? documentOf(text, mediaType(body.contentType)) : null;
}

/**
 * Reads Fuse's words from a body: `error` from JSON or XML, else the text itself, without credentials and
 * without characters that could act on a screen or a terminal, at most 4,000 characters. Always read as
 * UTF-8; a body with a `Content-Encoding` (none was asked for) gives no message. Never throws.
 */
export function readBody(body: Body, redact: Redactor): BodyReading {
  const type = mediaType(body.contentType);
  const htmlByType = type === 'text/html' || type === 'application/xhtml+xml';
  const encoding = (body.contentEncoding ?? '').trim().toLowerCase();
  // Nothing to read, as in Fuse's 202.
  if (body.bytes.length === 0 || (encoding !== '' && encoding !== 'identity'))
    return { html: htmlByType, message: null };

  // TextDecoder strips the byte order mark.
  const text = new TextDecoder('utf-8').decode(body.bytes);
  const brokenOff = !body.complete;
  const htmlByBytes = htmlStart.test(fromFirstElement(text));
  const words = (htmlByBytes ? null : pickError(text, type)) ?? text;
  // Redacted before anything is cut, and once more because cleaning can change what a match hangs on.
  const message = cut(redact(legible(redact(words, { brokenOff }))).trim());
  return { html: htmlByType || htmlByBytes, message: message === '' ? null : message };
}
