import { isIPv6 } from 'node:net';
import { createRateLimit } from '../http/lanes';
import { ProblemError } from '../http/problems';

/** Wrong tokens that are answered from one address within a minute. */
const aMinute = 10;

/** An address as it is counted: the network of an IPv6 address, which is given to one customer as a whole (RFC 6177). */
export function countedAddress(address: string): string {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '').replace(/%.*$/, '');
  if (!isIPv6(plain)) return plain;
  const [start = '', end] = plain.split('::');
  const groups = (text: string) => text.split(':').filter((group) => group !== '');
  const [before, after] = [groups(start), groups(end ?? '')];
  const zeros =
    end === undefined ? [] : Array<string>(Math.max(0, 8 - before.length - after.length)).fill('0');
  return [...before, ...zeros, ...after]
    .slice(0, 4)
    .map((group) => group.toLowerCase().replace(/^0+(?=.)/, ''))
    .join(':');
}

/**
 * Limits how many tokens an address can try. Where the address is not known, as in tests, nothing is limited.
 * Problem `too_many_requests`, with `Retry-After`.
 */
export function limitWrongTokens(now: () => Date) {
  const wrong = createRateLimit({ aMinute, now, what: 'Too many wrong tokens came from your address.' });
  /** Of a token that is no sign-in by a link, the problem says so for the record. */
  const step =
    (limit: (key: string) => void) =>
    (address: string | undefined, via?: 'key' | 'token'): void => {
      if (address === undefined) return;
      try {
        limit(countedAddress(address));
      } catch (error) {
        if (!(error instanceof ProblemError) || via === undefined) throw error;
        throw new ProblemError(error.code, error.message, { headers: error.headers, signIn: { via } });
      }
    };
  return {
    /** Before a token that could be guessed is believed. */
    check: step((key) => wrong.check(key)),
    /** Counts a wrong token. */
    count: step((key) => wrong.take(key)),
  };
}
