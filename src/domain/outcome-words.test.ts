import { describe, expect, it } from 'vitest';
import { causes, outcomes } from '@/contract';
import { makeCancellation } from '@/testing/factories';
import { codeText } from './outcome-labels';
import { outcomeWords, retryAfterText } from './outcome-words';

describe('outcomeWords', () => {
  it.each(outcomes)('%s has something to say for every cause and status', (outcome) => {
    for (const cause of [null, ...causes])
      for (const status of [null, 200, 202, 302, 307, 401, 418, 500, 599]) {
        const words = outcomeWords(makeCancellation({ outcome, cause, status }));
        for (const text of [words.headline, words.explanation, words.next]) expect(text.trim()).not.toBe('');
      }
  });

  it('says how to check only where that is not known', () => {
    for (const outcome of outcomes)
      expect(outcomeWords(makeCancellation({ outcome })).checks.length > 0).toBe(outcome === 'unknown');
  });

  it('never promises a number or that all calls are gone', () => {
    const { explanation } = outcomeWords(makeCancellation());
    expect(explanation).toMatch(/does not say how many/);
  });
});

describe('codeText', () => {
  it.each([
    [{}, '202 Accepted'],
    [{ status: 599, outcome: 'unknown' }, '599'],
    [{ status: 200, cause: 'html_answer', outcome: 'unknown' }, '200 OK, a web page'],
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
