import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { JsonFault } from '../../http/json';
import { parseJsonFile } from './json-file';

describe('parseJsonFile', () => {
  it('reads what JSON.stringify wrote', async () => {
    await fc.assert(
      fc.asyncProperty(fc.json({ stringUnit: 'binary', maxDepth: 5 }), async (text) => {
        expect(await parseJsonFile(text)).toEqual(JSON.parse(text));
      }),
    );
  });

  it('refuses just what JSON.parse refuses, and keys that stand twice', async () => {
    const signs = fc.constantFrom(
      ...'{ } [ ] , : "a" "b" 1 -0.5e2 01 true nul " \\ // /**/'.split(' '),
      ' ',
      '\n',
      '\t',
      '\u00a0',
    );
    const seen = { valid: 0, invalid: 0 };
    await fc.assert(
      fc.asyncProperty(fc.array(signs, { maxLength: 12 }), async (parts) => {
        const text = parts.join('');
        let isValid = true;
        try {
          JSON.parse(text);
        } catch {
          isValid = false;
        }
        const error = await parseJsonFile(text).then(
          () => null,
          (refusal: unknown) => refusal,
        );
        if (error instanceof JsonFault && error.message === 'stands twice') return;
        expect(error === null).toBe(isValid);
        // Both parsers must agree, or there would be no place to name.
        expect(String(error)).not.toBe('JsonFault: is not JSON');
        seen[isValid ? 'valid' : 'invalid'] += 1;
      }),
      { numRuns: 3000 },
    );
    // Chance gives few texts that are JSON, but some.
    expect(seen.valid).toBeGreaterThan(20);
    expect(seen.invalid).toBeGreaterThan(1000);
  });

  it('refuses a text that is too long to be read at once', async () => {
    const text = JSON.stringify({ short: 'x', long: '\n"'.repeat(5_000_000) }, null, 1);
    await expect(parseJsonFile(text)).rejects.toMatchObject({
      line: 3,
      message: 'has a text of more than 50000 characters',
    });
  });

  it('names the line where a text nests too deeply', async () => {
    const nested = (levels: number) => `[\n${'['.repeat(levels - 1)}${']'.repeat(levels)}`;
    expect(await parseJsonFile(nested(32))).toEqual(JSON.parse(nested(32)));
    await expect(parseJsonFile(nested(33))).rejects.toMatchObject({ line: 2 });
  });
});
