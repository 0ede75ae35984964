import { XMLParser, XMLValidator } from 'fast-xml-parser';
import type { Cause } from '../../contract';
import { withheld, type CredentialCheck } from './redact';
import { parseAllMembers, saysFailure, textSaysFailure } from './says-failure';

/** The longest message kept, in UTF-16 units. */
export const maxMessageLength = 4_000;
const maxTitleLength = 200;

/** A response body without its content codings, whole or not, with the header that says what it is. */
export interface Body {
  bytes: Buffer;
  /** False if the body was cut short, by its sender or by our limits, or could not be decompressed. */
  complete: boolean;
  contentType: string | undefined;
}

/** What the console keeps of a body. */
export interface BodyReading {
  /** Why a 200 with this body is not taken for an acceptance; null where it is. */
  doubt: Extract<Cause, 'html_answer' | 'failure_answer' | 'unreadable_answer'> | null;
  /** The body is a web page of something between here and Fuse, and `message` its title. */
  isPage: boolean;
  /** Fuse's own words, or a page's title; null where there is nothing legible. */
  message: string | null;
}

function mediaType(contentType: string | undefined): string {
  return (contentType ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
}

interface Text {
  text: string;
  /** The bytes are this text and nothing else. */
  isExact: boolean;
}

// The charsets in which ASCII characters stand for themselves, as `<` and `{` must. UTF-7, for one, hides them.
const asciiCharset = /^(?:utf-?8|us-ascii|ascii|iso-8859-\d{1,2}|windows-125\d)?$/;

/** UTF-16 by its byte order mark, or because every other byte of Western text in it is zero. */
function detectUtf16(bytes: Buffer): 'utf-16le' | 'utf-16be' | null {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  const start = bytes.subarray(0, 512);
  const zeros = start.filter((byte) => byte === 0).length;
  if (zeros === 0 || zeros * 4 < start.length) return null;
  return start.indexOf(0) % 2 === 1 ? 'utf-16le' : 'utf-16be';
}

/** The body as text: UTF-8 whatever its type says, as JSON is (RFC 8259 §8.1), but for UTF-16. */
function decodeText({ bytes, contentType }: Body): Text {
  const charset = /;\s*charset\s*=\s*"?([^\s";]+)/i.exec(contentType ?? '')?.[1]?.toLowerCase() ?? '';
  const encoding = detectUtf16(bytes) ?? 'utf-8';
  try {
    // TextDecoder strips the byte order mark.
    const text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
    const isKnown = encoding !== 'utf-8' || asciiCharset.test(charset);
    return { text, isExact: isKnown && !text.includes('\0') };
  } catch {
    return { text: new TextDecoder(encoding).decode(bytes), isExact: false };
  }
}

// A body of any other type, such as a script, a picture or a PDF, is not an answer of Fuse.
const dataType = /^(?:|text\/(?:plain|json|xml)|application\/(?:(?!xhtml)[\w.-]+\+)?(?:json|xml))$/;

const skipped = [
  { opening: '<!--', closing: '-->' },
  { opening: '<?', closing: '?>' },
];

/** The text from its first element on: past white space, comments and an XML declaration. */
function fromFirstElement(text: string): string {
  // Spaces, and characters that show as nothing.
  let rest = text.replace(/^[\s\p{Cc}\p{Cf}]+/u, '');
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

const xmlOptions = {
  parseTagValue: false,
  trimValues: false,
  // Character references (`&#233;`) are read only with this.
  htmlEntities: true,
};
const xmlParser = new XMLParser({ ...xmlOptions, ignoreAttributes: true });
const wholeXmlParser = new XMLParser({
  ...xmlOptions,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  ignoreDeclaration: true,
  removeNSPrefix: true,
});

function pickErrorMember(value: unknown): string | null {
  if (typeof value !== 'object' || value === null || !('error' in value)) return null;
  return typeof value.error === 'string' ? value.error : null;
}

function xmlDocument(text: string): unknown {
  const document: unknown = xmlParser.parse(text);
  // Fuse's root element is `<result>`, which its JSON does not have.
  return typeof document === 'object' && document !== null
    ? (Object.values(document).find((root) => typeof root === 'object') ?? null)
    : null;
}

/** The format of a body, by its content type or else by its first character. */
function detectFormat(text: string, type: string): 'json' | 'xml' | null {
  if (type === 'application/json' || type.endsWith('+json')) return 'json';
  if (type === 'application/xml' || type === 'text/xml' || type.endsWith('+xml')) return 'xml';
  if (fromFirstElement(text).startsWith('{')) return 'json';
  return text.trimStart().startsWith('<') ? 'xml' : null;
}

// Nothing that could expand or fetch an entity is ever parsed.
const hasEntities = (text: string) => /<!(?:doctype|entity)/i.test(text);

/** The body as Fuse's JSON has it, whether it came as JSON or as XML; null if it is neither. */
function parseDocument(text: string, type: string): unknown {
  const format = detectFormat(text, type);
  try {
    if (format === 'json') return JSON.parse(text);
    if (format === 'xml' && !hasEntities(text)) return xmlDocument(text);
  } catch {
    // The body is not in the format that it claims: it is shown as it is.
  }
  return null;
}

function pickError(text: string, type: string): string | null {
  // Without this the XML parser takes an element that is broken off for an empty one.
  const brokenOff = /<error[\s>]/.test(text) && !/<\/error\s*>|<error\s*\/>/.test(text);
  return brokenOff ? null : pickErrorMember(parseDocument(text, type));
}

// Documents of other kinds that come as text: PDF, PostScript, RTF, GIF, scripts, styles, parts of a mail; and markup
// or control characters anywhere. A sentence of Fuse has none of these.
const otherText =
  /^(?:%PDF|%!PS|\{\\rtf|GIF8|#!|\/\*|\/\/|--\S+\r?\n|@(?:charset|import|media)\b|\(?function\b[^.]*\(|(?:var|let|const)\s+\w+\s*=|(?:window|document|location|self|top)\s*[.=])|<(?:!doctype|html|head|body|script|style|form|iframe)\b|[^\P{Cc}\n\r\t]/iu;

/** The same for a body without markup. What can be read as JSON is JSON, also where its type does not say so. */
function doubtInText(text: string): BodyReading['doubt'] {
  let document: unknown;
  try {
    document = parseAllMembers(text);
  } catch {
    if (otherText.test(text.trimStart())) return 'unreadable_answer';
    if (textSaysFailure(text)) return 'failure_answer';
    // JSON behind a warning of PHP's, or in a call.
    return /[{[]\s*["'{[]/.test(text) ? 'unreadable_answer' : null;
  }
  return saysFailure(document) ? 'failure_answer' : null;
}

/** Why a body that is no page, and was read to its end, is no acceptance; null where it says nothing against it. */
function doubtInData(text: string, type: string): BodyReading['doubt'] {
  const format = detectFormat(text, type);
  try {
    if (format === 'json') return saysFailure(parseAllMembers(text)) ? 'failure_answer' : null;
    if (format === null) return doubtInText(text);
    if (hasEntities(text) || XMLValidator.validate(text) !== true) return 'unreadable_answer';
    const document: unknown = wholeXmlParser.parse(text);
    // The root's name is a word about the answer, too: `<failure/>`.
    return saysFailure([Object.keys(document ?? {}), document]) ? 'failure_answer' : null;
  } catch {
    return 'unreadable_answer';
  }
}

/** The content of the first element that `start` finds, at most 1,000 characters; no part of the page is read twice. */
function insideFirst(page: string, start: RegExp): string {
  const at = page.search(start);
  const from = at < 0 ? -1 : page.indexOf('>', at) + 1;
  const end = from <= 0 ? -1 : page.slice(from).search(/<\/(?:title|h[1-3])/i);
  return end < 0 ? '' : page.slice(from, from + Math.min(end, 1_000));
}

/** A page's title, else its first heading, as text; null where it has neither. */
function readTitle(page: string): string | null {
  const inner = insideFirst(page, /<title\b/i) || insideFirst(page, /<h[1-3]\b/i);
  const bare = inner.replaceAll(/<[^>]*>/g, ' ').replaceAll('<', '&lt;');
  const { title }: { title?: unknown } = Object(xmlParser.parse(`<title>${bare}</title>`));
  const text = typeof title === 'string' ? title.replaceAll(/\s+/g, ' ').trim() : '';
  return text === '' ? null : text.slice(0, maxTitleLength);
}

// Controls but line feed and tab, lone surrogates, bidi embeddings, overrides and isolates.
const unsafeCharacters = /[^\P{Cc}\n\t]|[\p{Cs}\u202A-\u202E\u2066-\u2069]/gu;

/** Text without characters that could act on a screen or a terminal. */
export function sanitizeText(text: string): string {
  return text.replaceAll(/\r\n?/g, '\n').replaceAll(unsafeCharacters, '\uFFFD').trim();
}

function shorten(text: string): string {
  if (text.length <= maxMessageLength) return text;
  const kept = text.slice(0, maxMessageLength - 1);
  // Half a surrogate pair is no character.
  return `${/[\uD800-\uDBFF]$/.test(kept) ? kept.slice(0, -1) : kept}…`;
}

/** The value of a JSON or XML body; null if it is neither, or not complete. Never throws. */
export function readDocument(body: Body): unknown {
  return body.complete ? parseDocument(decodeText(body).text, mediaType(body.contentType)) : null;
}

/**
 * Reads Fuse's message from a body: `error` from JSON or XML, else the text itself, of a web page its title only;
 * without characters that could act on a screen or a terminal, at most 4,000 characters, and withheld as a whole if
 * it holds credentials. Tells as well what speaks against taking a 200 with it for an acceptance. Never throws.
 */
export function readBody(body: Body, holdsCredentials: CredentialCheck): BodyReading {
  const type = mediaType(body.contentType);
  const isHtmlType = type === 'text/html' || type === 'application/xhtml+xml';
  const { text, isExact } = decodeText(body);
  const isHtml = htmlStart.test(fromFirstElement(text));
  // Web frameworks label an answer HTML by default, so Fuse's JSON may come as HTML too.
  const isPage = isHtml || (isHtmlType && text.trim() !== '' && parseDocument(text, '') === null);
  const doubt = () => {
    if (isHtml || (isHtmlType && detectFormat(text, '') === null)) return 'html_answer';
    const inData = body.complete && text.trim() !== '' ? doubtInData(text, isHtmlType ? '' : type) : null;
    if (inData === 'failure_answer') return inData;
    if (isHtmlType) return 'html_answer';
    const isData = dataType.test(type) || text.trim() === '';
    return body.complete && isExact && isData ? inData : 'unreadable_answer';
  };

  const words = isPage && (isHtml || text.includes('<')) ? readTitle(text) : (pickError(text, type) ?? text);
  const readable = sanitizeText(words ?? '');
  // A title is cut out of the page before it is checked, and cleaning can change what a match hangs on.
  const checked = isPage ? [text, readable] : [words ?? '', readable];
  const isSecret = checked.some((part) => holdsCredentials(part, { brokenOff: !body.complete }));
  const message = isSecret ? withheld : shorten(readable);
  return { doubt: doubt(), isPage, message: message === '' ? null : message };
}
