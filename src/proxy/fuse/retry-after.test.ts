import { expect, it } from 'vitest';
import { parseRetryAfter } from './retry-after';

it.each([
  '0',
  '120',
  '9999999999',
  'Sun, 06 Nov 1994 08:49:37 GMT',
  'Sunday, 06-Nov-94 08:49:37 GMT',
  'Sun Nov  6 08:49:37 1994',
  'Thu, 29 Feb 2024 23:59:60 GMT',
])('keeps %j as sent', (value) => {
  expect(parseRetryAfter(value)).toBe(value);
});

it.each([
  undefined,
  '',
  '-1',
  '1.5',
  '12345678901',
  '1２',
  '10 seconds',
  'soon',
  '2026-01-01T00:00:00Z',
  'Sun, 32 Nov 1994 08:49:37 GMT',
  'Thu, 29 Feb 2023 08:49:37 GMT',
  'Sun, 06 Foo 1994 08:49:37 GMT',
  'Sun, 06 Nov 1994 24:49:37 GMT',
  'Sun, 06 Nov 1994 08:60:37 GMT',
  'Sun, 06 Nov 1994 08:49:37 CET',
  'Sun, 06 Nov 1994 08:49:37 GMT, 5',
  '1'.repeat(100_000),
])('drops %j', (value) => {
  expect(parseRetryAfter(value)).toBeNull();
});
