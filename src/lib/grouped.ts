/** A count as people read it: `10,000`. By hand, since the first use of Intl delays a page's first view. */
export function grouped(count: number): string {
  return String(count).replace(/\B(?=(?:\d{3})+$)/g, ',');
}

/** Each of so many: `all 4`, `the only one`. */
export function everyOf(count: number): string {
  return count === 1 ? 'the only one' : `all ${grouped(count)}`;
}

/** A count with its noun: `1 deployment`, `2,000 deployments`. */
export function counted(count: number, noun: string): string {
  return `${grouped(count)} ${noun}${count === 1 ? '' : 's'}`;
}
