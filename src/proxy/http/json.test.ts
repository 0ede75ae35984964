import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findJsonFault, walkJson } from './json';
import { longestWaitMs } from '../../testing/longest-wait';

/** A JSON string with every character escaped or not, as the coin falls. */
const written = (text: string, coins: boolean[]) =>
  `"${Array.from(text, (char, at) =>
    coins[at % coins.length] === true && char.length === 1
      ? `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`
      : JSON.stringify(char).slice(1, -1),
  ).join('')}"`;

const coins = fc.array(fc.boolean(), { minLength: 1, maxLength: 5 });

describe('a key that stands twice', () => {
  it('is not found in what JSON.stringify wrote', async () => {
    await fc.assert(
      fc.asyncProperty(fc.json({ stringUnit: 'binary', maxDepth: 3 }), async (text) => {
        expect(await findJsonFault(text)).toBeNull();
      }),
    );
  });

  it('is found however it is escaped and whatever stands between', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit: 'binary' }),
        fc.json(),
        coins,
        coins,
        async (key, between, one, other) => {
          const inner = `{${written(key, one)}:${between} , ${written(key, other)} : ${between}}`;
          fc.pre(JSON.parse(written(key, one)) === JSON.parse(written(key, other)));
          const path = String(JSON.parse(written(key, one)));
          expect(await findJsonFault(inner)).toMatchObject({ path });
          expect(await findJsonFault(`[{"other":${inner}}]`)).toMatchObject({ path: `0.other.${path}` });
        },
      ),
    );
  });

  it('may stand in two objects', async () => {
    expect(await findJsonFault('[{"a":{"a":[{"a":1},{"a":2}]}},{"a":"\\"a\\":{"}]')).toBeNull();
  });

  it('is found in a megabyte of quotes and braces without holding others up', async () => {
    const started = performance.now();
    await findJsonFault(JSON.stringify({ a: '"{:}'.repeat(200_000) }));
    await findJsonFault(JSON.stringify(Object.fromEntries(Array.from({ length: 80_000 }, (_, n) => [n, n]))));
    expect(performance.now() - started).toBeLessThan(longestWaitMs);
  });
});

describe('a text that nests', () => {
  it('may have 32 levels, whether it is JSON or not', async () => {
    for (const [opening, closing] of [
      ['[', ']'],
      ['{"a":', '}'],
      ['{', '}'],
    ] as const) {
      const nested = (levels: number) => `${opening.repeat(levels)}${closing.repeat(levels)}`;
      expect(await findJsonFault(nested(32))).toBeNull();
      expect(await findJsonFault(nested(33))).toMatchObject({ message: 'nests deeper than 32', path: null });
    }
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
});
