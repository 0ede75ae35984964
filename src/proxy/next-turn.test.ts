import { expect, it } from 'vitest';
import { nextTurn } from './next-turn';

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
