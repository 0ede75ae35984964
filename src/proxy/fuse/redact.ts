/** The credentials to look for; what is missing or empty is not looked for. */
export interface Credentials {
  email?: string | undefined;
  developerKey?: string | undefined;
}

/**
 * Whether a text holds credentials. With `brokenOff`, the text may end in the middle of one: then the beginning of a
 * credential at its end counts as well.
 */
export type CredentialCheck = (text: string, options?: { brokenOff?: boolean }) => boolean;

/** What is shown instead of a text that holds credentials. */
export const withheld = '[withheld: it holds credentials]';

// Anything shorter would match ordinary words.
const shortestMatch = 4;

/** A text's UTF-8 bytes in lower case, one character a byte: percent-encoding cuts characters apart. */
const binary = (text: string) => Buffer.from(text, 'utf8').toString('latin1').toLowerCase();

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

function searchedTexts({ email = '', developerKey = '' }: Credentials): string[] {
  const secrets = [developerKey, email].filter((secret) => secret !== '');
  if (secrets.length === 2) secrets.push(`${email}:${developerKey}`);
  const cores = secrets.flatMap(base64Cores).filter((core) => core.length >= shortestMatch);
  return [...new Set([...secrets, ...cores].map(binary))];
}

const byte = (escape: string) => String.fromCharCode(Number.parseInt(escape.slice(1), 16)).toLowerCase();
const character = (code: number) => binary(code <= 0x10ffff ? String.fromCodePoint(code) : '\uFFFD');
const jsonLetters: Record<string, string> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };
const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function unescapeJson(escape: string): string {
  if (!escape.startsWith('\\u')) return jsonLetters[escape.charAt(1)] ?? escape.charAt(1);
  return binary(
    escape.replaceAll(/\\u(.{4})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
  );
}

function unescapeHtml(entity: string): string {
  const name = entity.slice(1, -1);
  if (name.startsWith('#x')) return character(Number.parseInt(name.slice(2), 16));
  return name.startsWith('#') ? character(Number(name.slice(1))) : (entities[name] ?? '');
}

const decoders: ((text: string) => string)[] = [
  (text) => text.replaceAll(/%[0-9a-f]{2}/g, byte),
  // Form-encoding writes a space as a plus sign.
  (text) => text.replaceAll('+', ' ').replaceAll(/%[0-9a-f]{2}/g, byte),
  // A surrogate pair is one character in two escapes.
  (text) => text.replaceAll(/\\ud[89ab][0-9a-f]{2}\\ud[c-f][0-9a-f]{2}|\\u[0-9a-f]{4}|\\[^u]/g, unescapeJson),
  (text) => text.replaceAll(/&(?:amp|lt|gt|quot|apos|#\d{1,7}|#x[0-9a-f]{1,6});/g, unescapeHtml),
];

/** The text, and as it reads with one encoding undone, and with two, one inside the other. */
function decodings(text: string): string[] {
  const all = new Set([text]);
  let layer = [text];
  for (let depth = 0; depth < 2; depth += 1) {
    layer = layer
      .flatMap((outer) => decoders.map((decode) => decode(outer)))
      .filter((inner) => !all.has(inner));
    for (const inner of layer) all.add(inner);
  }
  return [...all];
}

// `#x10ffff;`: the longest text that a stray `&` in front of it makes an escape of.
const longestSwallowed = 9;

/**
 * Whether one of the texts matches `secret`: as a whole, or without the first characters, where a stray `%`, `\` or
 * `&` in front has made an escape of them (`%` and `41BC` read `ABC`) and another decoding still has them.
 */
function hasMatch(
  texts: string[],
  secret: string,
  matches: (text: string, part: string) => boolean,
): boolean {
  const isIn = (part: string) => texts.some((text) => matches(text, part));
  const longestCut = Math.max(0, Math.min(longestSwallowed, secret.length - shortestMatch));
  // Most texts hold not even the shortest of these ends.
  if (!isIn(secret.slice(longestCut))) return false;
  for (let cut = 0; cut <= longestCut; cut += 1)
    if (isIn(secret.slice(cut)) && texts.some((text) => text.includes(secret.slice(0, cut)))) return true;
  return false;
}

function endsWithBeginning(texts: string[], secret: string): boolean {
  for (let length = secret.length - 1; length >= shortestMatch; length -= 1)
    if (hasMatch(texts, secret.slice(0, length), (text, part) => text.endsWith(part))) return true;
  return false;
}

// Quotes, backslashes and spaces in any order stand for the many ways in which a header can be echoed. Each
// repetition is bounded, so that the search stays linear.
const header =
  /(authorization["'\\\s]{0,8}[:=]>?["'\\\s]{0,8}(?:(?:basic|bearer|digest)\s{1,8})|authorization["'\\\s]{0,8}[:=]>?["'\\\s]{0,8}|basic(?:\s|%20|\+){1,8})([\w+/=.~%-]{1,4096})/gi;

/** Whether a token stands after `Authorization:` or `Basic`, anybody's. */
function hasHeaderToken(text: string): boolean {
  for (const [, before = '', token = ''] of text.matchAll(header)) {
    if (/authorization.*(?:basic|bearer|digest)\s+$/is.test(before)) return true;
    // "Basic authentication failed" is a message, not a token.
    if (token.length >= 6 && (/[\d=+/_%]/.test(token) || /[a-z][A-Z]/.test(token))) return true;
  }
  return false;
}

/**
 * Makes the check for our credentials: the e-mail and the key, alone or as `email:key`, without regard to letter
 * case; in plain, in base64 or base64url at any alignment, and each of these also percent- or form-encoded,
 * JSON-escaped or HTML-escaped, up to two encodings deep; and for whatever looks like a token after `Authorization:`
 * or `Basic`. Time is linear in the text. The check never throws.
 */
export function createCredentialCheck(credentials: Credentials): CredentialCheck {
  const secrets = searchedTexts(credentials);
  return (text, { brokenOff = false } = {}) => {
    if (hasHeaderToken(text)) return true;
    if (secrets.length === 0) return false;
    const texts = decodings(binary(text));
    return secrets.some(
      (secret) =>
        hasMatch(texts, secret, (decoded, part) => decoded.includes(part)) ||
        (brokenOff && endsWithBeginning(texts, secret)),
    );
  };
}
