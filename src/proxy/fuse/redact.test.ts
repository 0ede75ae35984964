import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createCredentialCheck } from './redact';
import { longestWaitMs } from '../../testing/longest-wait';

const email = 'ops+fuse@example.com';
const developerKey = 'dK/9f$2(a+b)"<&\\é:z';
const holdsCredentials = createCredentialCheck({ email, developerKey });

const base64 = (text: string) => Buffer.from(text).toString('base64');
const base64url = (text: string) => Buffer.from(text).toString('base64url');
const inner = (text: string) => JSON.stringify(text).slice(1, -1);
const html = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
const everyByte = (text: string) => Buffer.from(text).toString('hex').replaceAll(/../g, '%$&');
const everyUnit = (text: string) =>
  text.replaceAll(/[^]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
const everyEntity = (text: string) =>
  text.replaceAll(/./gu, (char) => `&#x${char.codePointAt(0)!.toString(16)};`);

const forms: Record<string, (text: string) => string> = {
  plain: (text) => text,
  'upper case': (text) => text.toUpperCase().replace('É', 'é'),
  'percent-encoded': encodeURIComponent,
  'percent-encoded in lower case': (text) =>
    encodeURIComponent(text).replaceAll(/%../g, (hex) => hex.toLowerCase()),
  'percent-encoded byte by byte': everyByte,
  'percent-encoded twice': (text) => encodeURIComponent(encodeURIComponent(text)),
  'form-encoded': (text) => new URLSearchParams({ text }).toString().slice('text='.length),
  base64,
  'base64 without padding': (text) => base64(text).replaceAll('=', ''),
  base64url,
  'base64 inside more, one byte off': (text) => base64(`x${text}yy`),
  'base64 inside more, two bytes off': (text) => base64(`xx${text}\n`),
  'base64, percent-encoded': (text) => encodeURIComponent(base64(text)),
  'base64, slashes escaped': (text) => base64(text).replaceAll('/', '\\/'),
  'JSON-escaped': inner,
  'JSON-escaped twice': (text) => inner(inner(text)),
  'JSON-escaped unit by unit': everyUnit,
  'HTML-escaped': html,
  'HTML-escaped character by character': everyEntity,
  'HTML inside JSON': (text) => inner(html(text)),
  'JSON inside HTML': (text) => html(inner(text)),
};

describe('the check for credentials', () => {
  describe.each(Object.entries(forms))('%s', (_, form) => {
    it.each([
      ['key', developerKey],
      ['e-mail', email],
      ['pair', `${email}:${developerKey}`],
    ])('finds the %s', (_, secret) => {
      expect(holdsCredentials(`before [${form(secret)}] after`)).toBe(true);
    });
  });

  it.each([
    'Authorization: Basic dXNlcjpwYXNz',
    'authorization:Basic x',
    '"Authorization":"Basic dXNlcjpwYXNz"',
    '{\\"Authorization\\": \\"Basic dXNlcjpwYXNz\\"}',
    "['HTTP_AUTHORIZATION' => 'Basic dXNlcjpwYXNz']",
    'Authorization: dXNlcjpwYXNz',
    'Authorization: Bearer abc.def',
    'got Basic dXNlcjpwYXNzd29yZA==, sorry',
  ])('finds the token in %s', (text) => {
    expect(holdsCredentials(text)).toBe(true);
  });

  it.each([
    'Basic authentication failed',
    'Authorization: required',
    'No deployment was found by that application id and deployment id.',
    'a+b %zz &amp; \\u00e9 \\ud800 é 😀 [removed]',
    '',
  ])('finds nothing in %j', (text) => {
    expect(holdsCredentials(text)).toBe(false);
  });

  it('finds the beginning of a credential at the end of a text that broke off', () => {
    for (const start of [developerKey.slice(0, 9), base64(developerKey).slice(0, 9)]) {
      expect(holdsCredentials(`key ${start}`, { brokenOff: true })).toBe(true);
      expect(holdsCredentials(`key ${start}`)).toBe(false);
    }
  });

  it('looks for nothing without credentials', () => {
    for (const credentials of [
      {},
      { email: undefined, developerKey: undefined },
      { email: '', developerKey: '' },
    ])
      expect(createCredentialCheck(credentials)('any text: a@b')).toBe(false);
  });

  it.each([
    ['41bcé9/z-key', '%', encodeURIComponent],
    ['41bcé9/z-key', '100%25%4', encodeURIComponent],
    ['߀Χ߀     ', '%', (key: string) => encodeURIComponent(base64(key))],
    ['n-"quoted"-key', 'C:\\', inner],
    ['00e9-"quoted"-key', '\\u', (key: string) => inner(inner(key))],
    ['amp;"quoted"-key', 'a&', html],
    ['65;"quoted"-key', '&#', (key: string) => html(inner(key))],
  ])('finds %s after %s, which makes an escape of its beginning', (key, before, form) => {
    const check = createCredentialCheck({ developerKey: key });
    expect(check(`say ${before}${form(key)} end`)).toBe(true);
    expect(check(`say ${before}${form(key)}`.slice(0, -3), { brokenOff: true })).toBe(true);
  });

  it('finds any key whatever its characters and wherever it stands', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', minLength: 8, maxLength: 60 }).filter((key) => !/\p{Cs}/u.test(key)),
        fc.string({ unit: 'grapheme' }),
        fc.string({ unit: 'grapheme' }),
        fc.constantFrom(...Object.values(forms).filter((form) => form !== forms['upper case'])),
        (key, before, after, form) => {
          // A stray backslash would break the escape of the key's first character.
          const clear = before.replace(/\\+$/, '');
          const check = createCredentialCheck({ developerKey: key });
          expect(check(`${clear}${form(key)}${after}`)).toBe(true);
        },
      ),
      { numRuns: 500 },
    );
  });

  it.each([
    ['backslashes', '\\'.repeat(40), '\\'.repeat(65_536)],
    ['percent signs', '%25'.repeat(20), '%25'.repeat(21_000)],
    ['the key but its end', `${'a'.repeat(50)}b`, 'a'.repeat(65_536)],
    ['ampersands', '&&&&&&&&', '&amp;'.repeat(13_000)],
    ['base64', 'abcabcabc', base64('abcabcabc').repeat(5_000)],
    ['header names', 'k', `${'authorization:'.repeat(4_000)}${' '.repeat(9_000)}`],
    ['spaces', 'k', `basic${' '.repeat(65_000)}`],
    ['quotes', 'k', 'authorization"'.repeat(4_000)],
  ])('takes no longer than it must: %s', (_, key, text) => {
    const start = performance.now();
    createCredentialCheck({ email, developerKey: key })(text);
    // An exponential search takes for ever; no other time is looked at, because the machine may be busy.
    expect(performance.now() - start).toBeLessThan(longestWaitMs);
  });
});
