import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { causes, outcomes, type Cause } from '../../contract';
import { readBody } from './body';
import { classify, decideSettlement } from './classify';
import type { Exchange } from './fuse';
import { createCredentialCheck } from './redact';

const sentAt = '2026-01-02T03:04:05.678Z';
const answeredAt = '2026-01-02T03:04:06.000Z';
const settledAt = '2026-01-02T03:04:07.000Z';

type Answered = Extract<Exchange, { kind: 'answered' }>;

function answered(status: number, body: Partial<Answered> = {}): Answered {
  const nothing = { doubt: null, isPage: false, message: null, retryAfter: null };
  return { kind: 'answered', status, ...nothing, sentAt, answeredAt, ...body };
}
const page = { doubt: 'html_answer', isPage: true } as const;

describe('classify, an answer', () => {
  // The table of docs/outcomes.md, written out a second time so that a slip in either place shows.
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
  const words = (status: number, body: Partial<Answered> = {}) => {
    const { outcome, undocumented } = classify(answered(status, body));
    return undocumented ? `${outcome}, undocumented` : outcome;
  };

  it.each([...listed])('%i is %s', (status, outcome) => {
    expect(words(status)).toBe(outcome);
  });

  it('is unknown for every status from 100 to 999 that is not listed', () => {
    for (let status = 100; status <= 999; status += 1)
      expect([status, words(status)]).toEqual([status, listed.get(status) ?? 'unknown']);
  });

  it.each(['html_answer', 'failure_answer', 'unreadable_answer'] as const)(
    'is unknown for 200 with %s, which changes no other status',
    (doubt) => {
      const verdict = { outcome: 'unknown', undocumented: false, cause: doubt };
      expect(classify(answered(200, { doubt }))).toEqual(verdict);
      const others = Array.from({ length: 900 }, (_, index) => 100 + index).filter(
        (status) => status !== 200,
      );
      for (const status of others)
        expect(classify(answered(status, { doubt }))).toEqual(classify(answered(status)));
    },
  );

  it('marks a page with any status, and changes nothing else', () => {
    for (let status = 100; status <= 999; status += 1) {
      expect([status, words(status, page)]).toEqual([status, status === 200 ? 'unknown' : words(status)]);
      expect(classify(answered(status, page)).cause).toBe('html_answer');
    }
  });

  it('never looks at the message', () => {
    for (const status of [200, 202, 204, 404, 500])
      for (const message of ['', 'error', '202 Accepted', '<html>'])
        expect(classify({ ...answered(status), message })).toEqual(classify(answered(status)));
  });

  it('names no cause for an answer of Fuse itself', () => {
    for (let status = 100; status <= 999; status += 1) expect(classify(answered(status)).cause).toBeNull();
  });
});

/** The causes of one kind of exchange: the compiler holds the lists to the type, this gives the keys their names. */
const keysOf = <T extends Cause>(list: Record<T, true>) =>
  causes.filter((cause): cause is T & (typeof causes)[number] => cause in list);

const notConnected = keysOf({
  name_not_found: true,
  connection_refused: true,
  connect_timeout: true,
  connect_failed: true,
  bad_certificate: true,
  tls_failed: true,
  proxy_unreachable: true,
  proxy_unauthorized: true,
  proxy_refused: true,
  held_up: true,
} satisfies Record<Extract<Exchange, { kind: 'not_connected' }>['cause'], true>);
const notAnswered = keysOf({
  answer_timeout: true,
  connection_lost: true,
  malformed_answer: true,
} satisfies Record<Extract<Exchange, { kind: 'not_answered' }>['cause'], true>);

describe('classify, no answer', () => {
  it.each(notConnected)('%s is not_sent', (cause) => {
    const verdict = { outcome: 'not_sent', undocumented: false, cause };
    expect(classify({ kind: 'not_connected', cause })).toEqual(verdict);
  });

  it.each(notAnswered)('%s is unknown', (cause) => {
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

describe('decideSettlement', () => {
  const nothingSaid = { status: null, message: null, retryAfter: null, sentAt: null, answeredAt: null };

  it('keeps Fuse’s status and message', () => {
    const exchange: Exchange = { ...answered(429), message: 'Slow down', retryAfter: '120' };
    expect(decideSettlement(exchange, settledAt)).toStrictEqual({
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
    expect(
      decideSettlement({ kind: 'not_answered', cause: 'answer_timeout', sentAt }, settledAt),
    ).toStrictEqual({
      ...nothingSaid,
      outcome: 'unknown',
      undocumented: false,
      cause: 'answer_timeout',
      sentAt,
      settledAt,
    });
  });
  it('has no times if nothing was sent, or if nothing is known', () => {
    const rest = { ...nothingSaid, undocumented: false, settledAt };
    expect(decideSettlement({ kind: 'not_connected', cause: 'connection_refused' }, settledAt)).toStrictEqual(
      {
        ...rest,
        outcome: 'not_sent',
        cause: 'connection_refused',
      },
    );
    expect(decideSettlement({ kind: 'console_stopped' }, settledAt)).toStrictEqual({
      ...rest,
      outcome: 'unknown',
      cause: 'console_stopped',
    });
  });
});

describe('classify, whatever comes', () => {
  const holdsCredentials = createCredentialCheck({
    email: 'ops@example.com',
    developerKey: 'devkey-0123456789',
  });
  const status = fc.oneof(
    fc.integer({ min: 100, max: 599 }),
    fc.constantFrom(200, 202, 204, 0, -1, 202.5, Number.NaN, Infinity),
    fc.integer(),
  );
  const header = fc.option(
    fc.oneof(
      fc.constantFrom(
        'text/html',
        ' Text/HTML; charset=x',
        'application/json',
        'application/xml',
        'gzip',
        '',
      ),
      fc.string({ unit: 'binary' }),
    ),
    { nil: undefined },
  );
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 300 }).map((array) => Buffer.from(array)),
    fc
      .array(fc.constantFrom('<!doctype html>', '<html>', '<!--', '-->', '{"error":"', '"}', '202', ' ', 'x'))
      .map((parts) => Buffer.from(parts.join(''))),
  );
  const body = fc.record({ bytes, complete: fc.boolean(), contentType: header });
  const instant = fc.constantFrom(sentAt, answeredAt);
  const anyAnswer = fc
    .record({ status, body, retryAfter: fc.option(fc.string()), sentAt: instant, answeredAt: instant })
    .map(({ body, ...rest }) => ({
      kind: 'answered' as const,
      ...rest,
      ...readBody(body, holdsCredentials),
    }));
  const anyEvent = fc.oneof(
    { weight: 4, arbitrary: anyAnswer },
    fc.record({ kind: fc.constant('not_connected' as const), cause: fc.constantFrom(...notConnected) }),
    fc.record({
      kind: fc.constant('not_answered' as const),
      cause: fc.constantFrom(...notAnswered),
      sentAt: fc.option(instant),
    }),
    fc.record({ kind: fc.constant('console_stopped' as const) }),
  );
  const runs = { numRuns: 1_000 };

  it('is one of the four outcomes, each only as the rules allow', () => {
    fc.assert(
      fc.property(anyEvent, (event) => {
        const { outcome, undocumented, cause } = classify(event);
        expect(outcomes).toContain(outcome);
        expect([null, ...causes]).toContain(cause);
        const code = event.kind === 'answered' ? event.status : null;
        const isDoubtful = event.kind === 'answered' && event.doubt !== null;
        const may = {
          accepted: code === 202 || code === 204 || (code === 200 && !isDoubtful),
          refused: code !== null && code >= 300 && code <= 505,
          not_sent: event.kind === 'not_connected',
          unknown: event.kind !== 'not_connected',
        };
        expect(may[outcome]).toBe(true);
        expect([outcome === 'accepted', outcome === 'not_sent']).toEqual([may.accepted, may.not_sent]);
        expect(undocumented).toBe(outcome === 'accepted' && code !== 202);
      }),
      runs,
    );
  });

  it('does not depend on the body or the headers, except for 200', () => {
    fc.assert(
      fc.property(anyAnswer, anyAnswer, (one, other) => {
        fc.pre(one.status !== 200);
        const { outcome, undocumented } = classify(one);
        expect(classify({ ...other, status: one.status })).toMatchObject({ outcome, undocumented });
      }),
      runs,
    );
  });

  it('does not accept a 200 with a page', () => {
    const opening = fc.constantFrom('', '\uFEFF', ' \n', '<!-- c -->', '<?xml version="1.0"?>');
    const page = fc.constantFrom('<!DOCTYPE html>', '<html lang="en">', '<HEAD>', '<title>Log in</title>');
    fc.assert(
      fc.property(opening, page, bytes, fc.boolean(), (start, first, rest, complete) => {
        const whole = Buffer.concat([Buffer.from(start + first), rest]);
        const read = { bytes: whole, complete, contentType: undefined };
        expect(classify({ ...answered(200), ...readBody(read, holdsCredentials) }).outcome).toBe('unknown');
      }),
    );
  });

  it('keeps no status without an answer, and no time of sending if nothing was sent', () => {
    fc.assert(
      fc.property(anyEvent, (event) => {
        const kept = decideSettlement(event, settledAt);
        expect(kept).toMatchObject({ ...classify(event), settledAt });
        const { status, answeredAt, message, retryAfter } = kept;
        const silent = [status, answeredAt, message, retryAfter].every((value) => value === null);
        expect(silent).toBe(event.kind !== 'answered');
        const sent = { accepted: [true], refused: [true], not_sent: [false], unknown: [true, false] };
        expect(sent[kept.outcome]).toContain(kept.sentAt !== null);
      }),
      runs,
    );
  });
});
