import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { depthOf, duplicateKey } from './json';
import { longestWaitMs } from '../../testing/longest-wait';

/** A JSON string with every character escaped or not, as the coin falls. */
const written = (text: string, coins: boolean[]) =>
  `"${Array.from(text, (char, at) =>
    coins[at % coins.length] === true && char.length === 1
      ? `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`
      : JSON.stringify(char).slice(1, -1),
  ).join('')}"`;

const coins = fc.array(fc.boolean(), { minLength: 1, maxLength: 5 });

describe('duplicateKey', () => {
  it('finds nothing in what JSON.stringify wrote', async () => {
    await fc.assert(
      fc.asyncProperty(fc.json({ stringUnit: 'binary', maxDepth: 3 }), async (text) => {
        expect(await duplicateKey(text)).toBeNull();
      }),
    );
  });

  it('finds a key that comes again, however it is escaped and whatever stands between', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit: 'binary' }),
        fc.json(),
        coins,
        coins,
        async (key, between, one, other) => {
          const inner = `{${written(key, one)}:${between} , ${written(key, other)} : ${between}}`;
          fc.pre(JSON.parse(written(key, one)) === JSON.parse(written(key, other)));
          expect(await duplicateKey(inner)).toBe(JSON.parse(written(key, one)));
          expect(await duplicateKey(`[{"other":${inner}}]`)).toBe(JSON.parse(written(key, one)));
        },
      ),
    );
  });

  it('lets the same key stand in two objects', async () => {
    expect(await duplicateKey('[{"a":{"a":[{"a":1},{"a":2}]}},{"a":"\\"a\\":{"}]')).toBeNull();
  });

  it('is not held up by a megabyte of quotes and braces', async () => {
    const started = performance.now();
    await duplicateKey(JSON.stringify({ a: '"{:}'.repeat(200_000) }));
    await duplicateKey(JSON.stringify(Object.fromEntries(Array.from({ length: 80_000 }, (_, n) => [n, n]))));
    expect(performance.now() - started).toBeLessThan(longestWaitMs);
  });
});

describe('depthOf', () => {
  const depth = (value: unknown): number =>
    typeof value === 'object' && value !== null ? 1 + Math.max(0, ...Object.values(value).map(depth)) : 0;

  it('counts as a walk through the value does', async () => {
    await fc.assert(
      fc.asyncProperty(fc.jsonValue({ maxDepth: 6 }), async (value) => {
        expect(await depthOf(JSON.stringify(value))).toBe(depth(value));
      }),
    );
  });
});
