import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeCursor, encodeCursor } from './cursor';
import { InvalidCursor } from './store';

/** The text that the cursor's own place would be given; the text itself where it is refused. */
function readBack(text: string): string {
  try {
    return encodeCursor(decodeCursor(text));
  } catch (error) {
    if (error instanceof InvalidCursor) return text;
    throw error;
  }
}

describe('the cursor', () => {
  const seq = fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER });

  it('comes back as it went, in letters that a URL and the contract take', () => {
    fc.assert(
      fc.property(seq, (number) => {
        expect(encodeCursor(number)).toMatch(/^[A-Za-z0-9_-]{1,64}$/);
        expect(decodeCursor(encodeCursor(number))).toBe(number);
      }),
    );
  });

  it('is refused unless it is exactly what a list gave', () => {
    const texts = fc.oneof(
      fc.string(),
      fc.base64String(),
      fc.stringMatching(/^[A-Za-z0-9_-]{1,64}$/),
      fc.tuple(seq, fc.string({ minLength: 1 })).map(([number, more]) => encodeCursor(number) + more),
    );
    fc.assert(
      fc.property(texts, (text) => {
        expect(readBack(text)).toBe(text);
      }),
    );
  });
});
