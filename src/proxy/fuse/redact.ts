import {
  beginningAtEnd,
  encodedViews,
  occurrences,
  plainView,
  rawRange,
  type Range,
  type View,
} from './encodings';

/** The credentials to look for; what is missing or empty is not looked for. */
export interface Credentials {
  email?: string | undefined;
  developerKey?: string | undefined;
}

/**
 * Gives `text` back with `[removed]` in place of every credential. With `brokenOff`, the text may end in
 * the middle of one: the beginning of a credential at its end is removed as well.
 */
export type Redactor = (text: string, options?: { brokenOff?: boolean }) => string;

const removed = '[removed]';

interface Needle {
  /** UTF-8 bytes as a binary string, in lower case. */
  text: string;
  /** Part of a base64 token: the whole token goes. */
  inToken: boolean;
}

// Shorter ones would match ordinary words.
const shortestToken = 4;
const shortestBeginning = 4;

/**
 * The part of `secret`'s base64 that stays the same whatever stands before and after it, for each of the
 * three ways in which a secret can fall into base64's groups of three bytes.
 */
function base64Cores(secret: string): string[] {
  const bytes = Buffer.from(secret, 'utf8');
  return [0, 1, 2].flatMap((shift) => {
    const encoded = Buffer.concat([Buffer.alloc(shift), bytes]).toString('base64');
    const core = encoded.slice(Math.ceil((shift * 8) / 6), Math.floor(((shift + bytes.length) * 8) / 6));
    return [core, core.replaceAll('+', '-').replaceAll('/', '_')];
  });
}

function needlesFor({ email = '', developerKey = '' }: Credentials): Needle[] {
  const secrets = [developerKey, email].filter((secret) => secret !== '');
  if (secrets.length === 2) secrets.unshift(`${email}:${developerKey}`);
  const plain = new Set(
    secrets.map((secret) => Buffer.from(secret, 'utf8').toString('latin1').toLowerCase()),
  );
  const tokens = new Set(secrets.flatMap(base64Cores).map((core) => core.toLowerCase()));
  return [
    ...[...plain].map((text) => ({ text, inToken: false })),
    ...[...tokens].filter((text) => text.length >= shortestToken).map((text) => ({ text, inToken: true })),
  ];
}

const tokenCharacter = /[A-Za-z0-9+/_=-]/;

function isTokenAt(text: string, index: number): boolean {
  return tokenCharacter.test(text.charAt(index));
}

function* find(needle: Needle, view: View, brokenOff: boolean): Generator<Range> {
  let done = 0;
  for (let { start, end } of occurrences(view, needle.text)) {
    if (end <= done) continue;
    if (needle.inToken) {
      while (start > done && isTokenAt(view.text, start - 1)) start -= 1;
      while (end < view.text.length && isTokenAt(view.text, end)) end += 1;
    }
    yield { start, end };
    done = end;
  }
  const beginning = brokenOff ? beginningAtEnd(view, needle.text, shortestBeginning) : null;
  if (beginning !== null) yield beginning;
}

function cutOut(bytes: Buffer, ranges: Range[]): string {
  const parts: Buffer[] = [];
  let done = 0;
  let previousEnd = -1;
  for (const { start, end } of ranges.sort((a, b) => a.start - b.start)) {
    if (end <= done) continue;
    if (start > previousEnd) parts.push(bytes.subarray(done, start), Buffer.from(removed));
    done = end;
    previousEnd = end;
  }
  return Buffer.concat([...parts, bytes.subarray(done)]).toString('utf8');
}

// Quotes, backslashes and spaces in any order stand for the many ways in which a header can be echoed. Each
// repetition is bounded, so that the search stays linear.
const header =
  /(authorization["'\\\s]{0,8}[:=]>?["'\\\s]{0,8}(?:(?:basic|bearer|digest)\s{1,8})|authorization["'\\\s]{0,8}[:=]>?["'\\\s]{0,8}|basic(?:\s|%20|\+){1,8})([\w+/=.~%-]{1,4096})/gi;

function removeHeaderTokens(text: string): string {
  return text.replaceAll(header, (whole: string, before: string, token: string) => {
    const named = /authorization.*(?:basic|bearer|digest)\s+$/is.test(before);
    // "Basic authentication failed" is a message, not a token.
    const looksLikeToken = token.length >= 6 && (/[\d=+/_%]/.test(token) || /[a-z][A-Z]/.test(token));
    return named || looksLikeToken ? before + removed : whole;
  });
}

/**
 * Makes a function that removes our credentials from a text: the e-mail, the key and `email:key`, without
 * regard to letter case; in plain, in base64 or base64url at any alignment, and each of these also percent-
 * or form-encoded, JSON-escaped or HTML-escaped, up to two encodings deep; and whatever looks like a token
 * after `Authorization:` or `Basic`. Time is linear in the text. Never throws.
 */
export function createRedactor(credentials: Credentials): Redactor {
  const needles = needlesFor(credentials);
  return (text, { brokenOff = false } = {}) => {
    const bytes = Buffer.from(text, 'utf8');
    const views = encodedViews(plainView(bytes));
    const ranges = views.flatMap((view) =>
      needles.flatMap((needle) =>
        Array.from(find(needle, view, brokenOff), (range) => rawRange(view, range)),
      ),
    );
    return removeHeaderTokens(ranges.length === 0 ? text : cutOut(bytes, ranges));
  };
}
