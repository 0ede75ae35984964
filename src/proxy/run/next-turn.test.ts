import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { nextTurn, sortInTurns } from './next-turn';

it('lets one caller go on in each turn of the event loop, in the order they asked', async () => {
  const order: string[] = [];
  let isOver = false;
  const turns = () => {
    order.push('turn');
    if (!isOver) setImmediate(turns);
  };
  setImmediate(turns);
  const work = async (name: string) => {
    for (let piece = 0; piece < 2; piece += 1) {
      await nextTurn();
      order.push(name);
    }
  };
  await Promise.all([work('a'), work('b'), work('c')]);
  isOver = true;
  expect(order.filter((name) => name !== 'turn')).toEqual(['a', 'b', 'c', 'a', 'b', 'c']);
  expect(order.join(' ')).not.toMatch(/[abc] [abc]/);
});

it('sorts as an array sorts itself, in pieces', async () => {
  const entries = fc.array(fc.record({ key: fc.nat(5), at: fc.nat() }), { maxLength: 30 });
  await fc.assert(
    fc.asyncProperty(entries, async (items) => {
      const compare = (a: { key: number }, b: { key: number }) => a.key - b.key;
      expect(await sortInTurns(items, compare, 3)).toEqual(items.toSorted(compare));
    }),
    { numRuns: 50 },
  );
});
