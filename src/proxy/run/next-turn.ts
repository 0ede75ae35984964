const waiting: (() => void)[] = [];

function run(): void {
  waiting.shift()?.();
  if (waiting.length > 0) setImmediate(run);
}

/**
 * Resolves in a later turn of the event loop, for one caller in each turn, in the order of the calls. Long work awaits
 * it between pieces of a few milliseconds: however many such works run, any other request waits for a single piece only.
 */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    if (waiting.push(resolve) === 1) setImmediate(run);
  });
}

/** The items of a long list, with `nextTurn` after so many. */
export async function* inTurns<T>(items: Iterable<T>, atATime = 250): AsyncGenerator<T, void> {
  let count = 0;
  for (const item of items) {
    count += 1;
    if (count % atATime === 0) await nextTurn();
    yield item;
  }
}

/** `Array.toSorted`, with `nextTurn` after so many items of each pass. */
export async function sortInTurns<T>(
  items: readonly T[],
  compare: (a: T, b: T) => number,
  atATime = 500,
): Promise<T[]> {
  const half = Math.ceil(items.length / 2);
  if (items.length <= atATime) return items.toSorted(compare);
  const left = await sortInTurns(items.slice(0, half), compare, atATime);
  const right = await sortInTurns(items.slice(half), compare, atATime);
  const sorted: T[] = [];
  let at = 0;
  for await (const item of inTurns(left, atATime)) {
    for (let next = right[at]; next !== undefined && compare(next, item) < 0; next = right[(at += 1)])
      sorted.push(next);
    sorted.push(item);
  }
  return [...sorted, ...right.slice(at)];
}
