import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NotJson, parseJson, walkJson } from './json';
import { longestWaitMs } from '../../testing/longest-wait';

/** A JSON string with every character escaped or not, as the coin falls. */
const written = (text: string, coins: boolean[]) =>
  `"${Array.from(text, (char, at) =>
    coins[at % coins.length] === true && char.length === 1
      ? `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`
      : JSON.stringify(char).slice(1, -1),
  ).join('')}"`;

const coins = fc.array(fc.boolean(), { minLength: 1, maxLength: 5 });

describe('parseJson', () => {
  it('reads what JSON.stringify wrote', async () => {
    await fc.assert(
      fc.asyncProperty(fc.json({ stringUnit: 'binary', maxDepth: 5 }), async (text) => {
        expect(await parseJson(text)).toEqual(JSON.parse(text));
      }),
    );
  });

  it('refuses a key that comes again, however it is escaped and whatever stands between', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit: 'binary' }),
        fc.json(),
        coins,
        coins,
        async (key, between, one, other) => {
          const inner = `{${written(key, one)}:${between} , ${written(key, other)} : ${between}}`;
          fc.pre(JSON.parse(written(key, one)) === JSON.parse(written(key, other)));
          const refusal = { code: 'repeated_key', key: JSON.parse(written(key, one)) as unknown };
          await expect(parseJson(inner)).rejects.toMatchObject(refusal);
          await expect(parseJson(`[{"other":${inner}}]`)).rejects.toMatchObject(refusal);
        },
      ),
    );
  });

  it('lets the same key stand in two objects', async () => {
    const text = '[{"a":{"a":[{"a":1},{"a":2}]}},{"a":"\\"a\\":{"}]';
    expect(await parseJson(text)).toEqual(JSON.parse(text));
  });

  it('counts the depth as a walk through the value does', async () => {
    const nested = (levels: number) => `${'[{"a":'.repeat(levels / 2)}1${'}]'.repeat(levels / 2)}`;
    expect(await parseJson(nested(32))).toEqual(JSON.parse(nested(32)));
    await expect(parseJson(nested(34))).rejects.toMatchObject({ code: 'too_deep' });
  });

  it('refuses just what JSON.parse refuses, and keys that stand twice', async () => {
    const signs = fc.constantFrom(
      ...['{', '}', '[', ']', ',', ':', '"a"', '"b"', '1', '-0.5e2', '01', 'true', 'nul', ' ', '\n', '"'],
      ...['\\', '\u00a0', '\t', '//', '/**/'],
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
        const error = await parseJson(text).then(
          () => null,
          (refusal: unknown) => refusal,
        );
        if (error instanceof NotJson && error.code === 'repeated_key') return;
        expect(error === null).toBe(isValid);
        if (error instanceof NotJson) expect(error.message).not.toBe('is not JSON');
        seen[isValid ? 'valid' : 'invalid'] += 1;
      }),
      { numRuns: 3000 },
    );
    // Chance gives few texts that are JSON, but some.
    expect(seen.valid).toBeGreaterThan(20);
    expect(seen.invalid).toBeGreaterThan(1000);
  });

  it('is not held up by a megabyte of quotes, braces or keys', async () => {
    const started = performance.now();
    await parseJson(JSON.stringify({ a: '"{:}'.repeat(200_000) }));
    await parseJson(JSON.stringify(Object.fromEntries(Array.from({ length: 80_000 }, (_, n) => [n, n]))));
    expect(performance.now() - started).toBeLessThan(longestWaitMs);
  });
});

describe('walkJson', () => {
  it('names each value by its path, with its line', () => {
    const places = [...walkJson('{"a": [1,\n{"b": 2}],\n"c": "\\n"}')];
    expect(places.map(({ path, depth, line }) => ({ path, depth, line }))).toEqual([
      { path: '', depth: 0, line: 1 },
      { path: 'a', depth: 1, line: 1 },
      { path: 'a.0', depth: 2, line: 1 },
      { path: 'a.1', depth: 2, line: 2 },
      { path: 'a.1.b', depth: 3, line: 2 },
      { path: 'c', depth: 1, line: 3 },
    ]);
  });

  it('takes long texts', async () => {
    const text = JSON.stringify({
      long: '\n"'.repeat(5_000_000),
      list: Array.from({ length: 100_000 }, () => 1),
    });
    expect([...walkJson(text)].length).toBe(100_003);
    await expect(parseJson(text.slice(0, -1))).rejects.toThrow('ends too early');
  });
});
