import { expect, it } from 'vitest';
import { acceptedEncoding, isKnownETag } from './negotiation';

it.each([
  ['gzip, deflate, br', 'br'],
  ['BR', 'br'],
  ['gzip;q=1.0', 'gzip'],
  ['br;q=0, gzip', 'gzip'],
  ['br; q=0.000', null],
  ['identity', null],
  [undefined, null],
])('of br and gzip, “%s” takes %s', (header, encoding) => {
  expect(acceptedEncoding(header, ['br', 'gzip'])).toBe(encoding);
});

it.each([
  ['"a"', true],
  ['W/"a"', true],
  ['"x", W/"a"', true],
  ['*', true],
  ['"x"', false],
  ['', false],
  [null, false],
])('If-None-Match: %s names the ETag "a": %s', (header, known) => {
  expect(isKnownETag(header, '"a"')).toBe(known);
  expect(isKnownETag(header, 'W/"a"')).toBe(known);
});
