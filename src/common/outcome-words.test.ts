import { describe, expect, it } from 'vitest';
import { causes, outcomes } from '@/contract';
import { makeCancellation } from '@/testing/factories';
import { codeText } from './outcome-labels';
import { messageLead, outcomeMessage, retryAfterText } from './outcome-words';

describe('outcomeWords', () => {
  it.each(outcomes)('%s has something to say for every cause and status', (outcome) => {
    for (const cause of [null, ...causes])
      for (const status of [null, 200, 202, 302, 307, 401, 418, 500, 599]) {
        const words = outcomeMessage(makeCancellation({ outcome, cause, status }));
        for (const text of [words.headline, words.explanation, words.next]) expect(text.trim()).not.toBe('');
      }
  });

  it('says how to check only where that is not known', () => {
    for (const outcome of outcomes)
      expect(outcomeMessage(makeCancellation({ outcome })).checks.length > 0).toBe(outcome === 'unknown');
  });

  it('never promises a number or that all calls are gone', () => {
    const { explanation } = outcomeMessage(makeCancellation());
    expect(explanation).toMatch(/does not say how many/);
  });
});

describe('a web page of something in between', () => {
  const page = { cause: 'html_answer', message: 'Sign in' } as const;

  it('is never told as Fuse’s words', () => {
    expect(messageLead(page)).toBe('Not Fuse, but a web page titled');
    // As a journal of an earlier release has it.
    expect(messageLead({ cause: null, message: '<!DOCTYPE html><title>x' })).toBe(messageLead(page));
    expect(messageLead({ cause: null, message: '<result><a/></result>' })).toBe('Fuse says');
    expect(messageLead({ cause: 'failure_answer', message: 'No deployment.' })).toBe('Fuse says');
  });

  it.each([
    ['refused', 403, /web page/],
    ['refused', 401, /web page/],
    ['refused', 301, /redirect/],
    ['unknown', 500, /web page/],
    ['unknown', 502, /web page/],
    ['unknown', 302, /redirect/],
    ['accepted', 202, /does not say how many/],
  ] as const)('explains %s with %i', (outcome, status, words) => {
    const { explanation, next } = outcomeMessage(makeCancellation({ outcome, status, ...page }));
    expect(explanation).toMatch(words);
    expect(`${explanation} ${next}`).not.toMatch(/Fuse (?:reports|account)|FUSE_DEVELOPER_KEY/);
  });
});

describe('codeText', () => {
  it.each([
    [{}, '202 Accepted'],
    [{ status: 599, outcome: 'unknown' }, '599'],
    [{ status: 200, cause: 'html_answer', outcome: 'unknown' }, '200 OK, a web page'],
    [{ status: 200, cause: 'failure_answer', outcome: 'unknown' }, '200 OK, says failure'],
    [{ status: 200, cause: 'unreadable_answer', outcome: 'unknown' }, '200 OK, not readable'],
    [{ status: 502, cause: 'html_answer', outcome: 'unknown' }, '502 Bad gateway'],
    [{ status: 204, undocumented: true }, '204 No content (undocumented)'],
    [{ outcome: null, status: null }, 'Waiting for Fuse'],
    [{ outcome: 'unknown', status: null, cause: 'answer_timeout', sentAt: null }, 'No answer'],
  ] as const)('%j is “%s”', (parts, text) => {
    expect(codeText(makeCancellation(parts))).toBe(text);
  });
});

describe('retryAfterText', () => {
  it.each([
    [null, null],
    ['120', 'Fuse asks to wait 120 s before another request.'],
    [
      'Mon, 23 Nov 2026 10:00:00 GMT',
      'Fuse asks to wait until Mon, 23 Nov 2026 10:00:00 GMT before another request.',
    ],
  ])('%s', (retryAfter, text) => {
    expect(retryAfterText(makeCancellation({ retryAfter }))).toBe(text);
  });
});
