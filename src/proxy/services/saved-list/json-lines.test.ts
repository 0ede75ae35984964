import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NotJson, placesIn } from './json-lines';

describe('placesIn', () => {
  it('reads what JSON.stringify writes, each value on its line', () => {
    fc.assert(
      fc.property(fc.json({ stringUnit: 'binary', maxDepth: 5 }), (text) => {
        const written = JSON.stringify(JSON.parse(text), null, 1);
        expect([...placesIn(text)].every(({ line }) => line === 1)).toBe(true);
        const places = [...placesIn(written)];
        expect(places.at(-1)?.line).toBeLessThanOrEqual(written.split('\n').length);
      }),
    );
    expect([...placesIn('{"a": [1,\n{"b": 2}],\n"c": "\\n"}')]).toEqual([
      { path: '', depth: 0, line: 1 },
      { path: 'a', depth: 1, line: 1 },
      { path: 'a.0', depth: 2, line: 1 },
      { path: 'a.1', depth: 2, line: 2 },
      { path: 'a.1.b', depth: 3, line: 2 },
      { path: 'c', depth: 1, line: 3 },
    ]);
  });

  it('refuses just what JSON.parse refuses, and keys that stand twice', () => {
    const signs = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '"a"',
      '"b"',
      '1',
      '-0.5e2',
      '01',
      'true',
      'nul',
      ' ',
      '\n',
      '"',
      '\\',
      '\u00a0',
      '\t',
    );
    const seen = { valid: 0, invalid: 0 };
    fc.assert(
      fc.property(fc.array(signs, { maxLength: 12 }), (parts) => {
        const text = parts.join('');
        let valid = true;
        try {
          JSON.parse(text);
        } catch {
          valid = false;
        }
        let found: unknown = null;
        try {
          expect([...placesIn(text)].length).toBeGreaterThan(0);
        } catch (error) {
          found = error;
        }
        if (found instanceof NotJson && found.message === 'stands twice') return;
        expect(found === null).toBe(valid);
        seen[valid ? 'valid' : 'invalid'] += 1;
      }),
      { numRuns: 3000 },
    );
    // Chance gives few texts that are JSON, but some.
    expect(seen.valid).toBeGreaterThan(20);
    expect(seen.invalid).toBeGreaterThan(1000);
  });

  it('takes long texts', () => {
    const text = JSON.stringify({
      long: '\n"'.repeat(5_000_000),
      list: Array.from({ length: 100_000 }, () => 1),
    });
    expect([...placesIn(text)].length).toBe(100_003);
    expect(() => [...placesIn(text.slice(0, -1))]).toThrow('ends too early');
  });
});
