import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeCursor, encodeCursor } from './cursor';
import { InvalidCursor } from './store';

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
        let number: number;
        try {
          number = decodeCursor(text);
        } catch (error) {
          expect(error).toBeInstanceOf(InvalidCursor);
          return;
        }
        expect(number).toBeGreaterThan(0);
        expect(encodeCursor(number)).toBe(text);
      }),
    );
  });
});
