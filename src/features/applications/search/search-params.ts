import { outcomes } from '@/contract/enums';

/** The search, the filters and the order of the list, as they stand in the address; '' where there is none. */
export type ListSearchParams = Record<'q' | 'app' | 'env' | 'tag' | 'outcome' | 'sort', string>;

/** The filters and the order, without the text that changes with every key. */
export type ListFilters = Omit<ListSearchParams, 'q'>;

/** The last outcome as a filter: `open` is still under way, `never` has none. */
export const lastOutcomes = [...outcomes, 'open', 'never'] as const;
/** Orders other than by name, in which the server sends the list. */
export const sortings = ['cancelled', 'environment'] as const;

const allowed: Partial<Record<string, readonly string[]>> = { outcome: lastOutcomes, sort: sortings };

/** Reads the parameters from an address; an outcome or an order that does not exist is left out. */
export function parseSearchParams(address: URLSearchParams): ListSearchParams {
  const read = (name: string) => {
    const value = address.get(name) ?? '';
    return allowed[name]?.includes(value) === false ? '' : value;
  };
  return {
    q: read('q'),
    app: read('app'),
    env: read('env'),
    tag: read('tag'),
    outcome: read('outcome'),
    sort: read('sort'),
  };
}

/** The address's query; empty parameters are left out. */
export function formatSearchParams(searchParams: ListSearchParams): URLSearchParams {
  return new URLSearchParams(Object.entries(searchParams).filter(([, value]) => value !== ''));
}

/** Clears all filters. */
export const noFilters = { app: '', env: '', tag: '', outcome: '' } as const;

export function hasFilters({
  app,
  env,
  tag,
  outcome,
}: Pick<ListSearchParams, keyof typeof noFilters>): boolean {
  return app + env + tag + outcome !== '';
}
