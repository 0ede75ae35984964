import { describe, expect, it } from 'vitest';
import { causes, type Cause } from '../../contract';
import { classify, settlementOf } from './classify';
import type { Exchange } from './fuse';

const sentAt = '2026-01-02T03:04:05.678Z';
const answeredAt = '2026-01-02T03:04:06.000Z';
const settledAt = '2026-01-02T03:04:07.000Z';

function answered(status: number, html = false): Extract<Exchange, { kind: 'answered' }> {
  return { kind: 'answered', status, html, message: null, retryAfter: null, sentAt, answeredAt };
}

describe('classify, an answer', () => {
  // The README's table, written out a second time so that a slip in either place shows.
  const rows: [outcome: string, ...statuses: number[]][] = [
    ['accepted', 202],
    ['accepted, undocumented', 200, 204],
    ['refused', 400, 401, 402, 403, 404, 405, 406, 407],
    ['refused', 409, 410, 411, 412, 413, 414, 415, 416, 417],
    ['refused', 421, 422, 423, 424, 425, 426, 428, 429, 431, 451],
    ['refused', 501, 505],
    ['refused', 301, 307, 308],
    ['unknown', 302, 303],
    ['unknown', 408, 500, 502, 503, 504],
    ['unknown', 101, 201, 203, 205, 206, 300, 304, 305, 306, 418, 419, 420, 427, 430, 450, 499],
    ['unknown', 506, 507, 508, 510, 511, 520, 599, 600, 999, 0, 99],
  ];
  const listed = new Map(rows.flatMap(([outcome, ...statuses]) => statuses.map((one) => [one, outcome])));
  const words = (status: number, html = false) => {
    const { outcome, undocumented } = classify(answered(status, html));
    return undocumented ? `${outcome}, undocumented` : outcome;
  };

  it.each([...listed])('%i is %s', (status, outcome) => {
    expect(words(status)).toBe(outcome);
  });

  it('is unknown for every status from 100 to 999 that is not listed', () => {
    for (let status = 100; status <= 999; status += 1)
      expect([status, words(status)]).toEqual([status, listed.get(status) ?? 'unknown']);
  });

  it('is unknown for 200 with HTML, and HTML changes no other status', () => {
    expect(classify(answered(200, true))).toEqual({
      outcome: 'unknown',
      undocumented: false,
      cause: 'html_answer',
    });
    for (let status = 100; status <= 999; status += 1)
      expect([status, words(status, true)]).toEqual([status, status === 200 ? 'unknown' : words(status)]);
  });

  it('never looks at the message', () => {
    for (const status of [200, 202, 204, 404, 500])
      for (const message of ['', 'error', '202 Accepted', '<html>'])
        expect(classify({ ...answered(status), message })).toEqual(classify(answered(status)));
  });

  it('names a cause for 200 with HTML only', () => {
    for (let status = 100; status <= 999; status += 1) expect(classify(answered(status)).cause).toBeNull();
  });
});

describe('classify, no answer', () => {
  const notConnected: Record<Extract<Exchange, { kind: 'not_connected' }>['cause'], true> = {
    name_not_found: true,
    connection_refused: true,
    connect_timeout: true,
    connect_failed: true,
    bad_certificate: true,
    tls_failed: true,
  };
  const notAnswered: Record<Extract<Exchange, { kind: 'not_answered' }>['cause'], true> = {
    answer_timeout: true,
    connection_lost: true,
    malformed_answer: true,
  };
  // The compiler holds both lists to the type; this gives their keys back their names.
  const keysOf = <T extends Cause>(list: Record<T, true>) =>
    causes.filter((cause): cause is T & (typeof causes)[number] => cause in list);

  it.each(keysOf(notConnected))('%s is not_sent', (cause) => {
    const verdict = { outcome: 'not_sent', undocumented: false, cause };
    expect(classify({ kind: 'not_connected', cause })).toEqual(verdict);
  });

  it.each(keysOf(notAnswered))('%s is unknown', (cause) => {
    const verdict = { outcome: 'unknown', undocumented: false, cause };
    expect(classify({ kind: 'not_answered', cause, sentAt })).toEqual(verdict);
    expect(classify({ kind: 'not_answered', cause, sentAt: null })).toEqual(verdict);
  });

  it('is unknown when the console stopped', () => {
    expect(classify({ kind: 'console_stopped' })).toEqual({
      outcome: 'unknown',
      undocumented: false,
      cause: 'console_stopped',
    });
  });
});

describe('settlementOf', () => {
  const nothingSaid = { status: null, message: null, retryAfter: null, sentAt: null, answeredAt: null };

  it('keeps what Fuse said', () => {
    const exchange: Exchange = { ...answered(429), message: 'Slow down', retryAfter: '120' };
    expect(settlementOf(exchange, settledAt)).toStrictEqual({
      outcome: 'refused',
      undocumented: false,
      cause: null,
      status: 429,
      message: 'Slow down',
      retryAfter: '120',
      sentAt,
      answeredAt,
      settledAt,
    });
  });
  it('keeps when a request without an answer was sent', () => {
    expect(settlementOf({ kind: 'not_answered', cause: 'answer_timeout', sentAt }, settledAt)).toStrictEqual({
      ...nothingSaid,
      outcome: 'unknown',
      undocumented: false,
      cause: 'answer_timeout',
      sentAt,
      settledAt,
    });
  });
  it('has nothing to keep where nothing was sent, or nothing is known', () => {
    const rest = { ...nothingSaid, undocumented: false, settledAt };
    expect(settlementOf({ kind: 'not_connected', cause: 'connection_refused' }, settledAt)).toStrictEqual({
      ...rest,
      outcome: 'not_sent',
      cause: 'connection_refused',
    });
    expect(settlementOf({ kind: 'console_stopped' }, settledAt)).toStrictEqual({
      ...rest,
      outcome: 'unknown',
      cause: 'console_stopped',
    });
  });
});
