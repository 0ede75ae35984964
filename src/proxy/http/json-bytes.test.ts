import { describe, expect, it } from 'vitest';
import { jsonBytes } from './json-bytes';

const asText = async (value: object) => new TextDecoder().decode(await jsonBytes(value));

describe('an answer that is written in pieces', () => {
  const items = Array.from({ length: 1_001 }, (_, index) => ({
    name: `“${index}” \u{1f4de}`,
    tags: ['a', null],
  }));

  it.each<[string, object]>([
    ['nothing', {}],
    ['what is left out', { a: undefined, b: null, c: [null] }],
    ['an empty array', { items: [] }],
    ['one long array', { mode: 'apply', items, count: items.length }],
    [
      'a long array in an item of another',
      {
        items: [
          { id: '1', deployments: items },
          { id: '2', deployments: [] },
        ],
      },
    ],
  ])('is what JSON.stringify writes: %s', async (_, value) => {
    expect(await asText(value)).toBe(JSON.stringify(value));
  });

  it('lets other requests have their turn', async () => {
    let turns = 0;
    const count = setInterval(() => (turns += 1), 0);
    await jsonBytes({ items: Array.from({ length: 100_000 }, () => items[0]) });
    clearInterval(count);
    expect(turns).toBeGreaterThan(10);
  });
});
