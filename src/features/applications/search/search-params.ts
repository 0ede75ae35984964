import { outcomes } from '@/contract/enums';

/** What is looked for, filtered and sorted by, as it stands in the address; '' where nothing is asked. */
export type ListSearchParams = Record<'q' | 'app' | 'env' | 'tag' | 'outcome' | 'sort', string>;

/** What narrows and sorts, without the text that changes with every key. */
export type ListFilters = Omit<ListSearchParams, 'q'>;

/** The last outcome as a filter: `open` still waits, `never` has none. */
export const lastOutcomes = [...outcomes, 'open', 'never'] as const;
/** Other than by name, as the saved list comes. */
export const sortings = ['cancelled', 'environment'] as const;

const allowed: Partial<Record<string, readonly string[]>> = { outcome: lastOutcomes, sort: sortings };

/** Reads an address; a filter or an order that does not exist asks for nothing. */
export function readFinding(address: URLSearchParams): ListSearchParams {
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

/** The address of a finding; what it does not ask for is left out. */
export function findingParams(finding: ListSearchParams): URLSearchParams {
  return new URLSearchParams(Object.entries(finding).filter(([, value]) => value !== ''));
}

/** What takes a finding's filters away. */
export const noFilters = { app: '', env: '', tag: '', outcome: '' } as const;

export function hasFilters({
  app,
  env,
  tag,
  outcome,
}: Pick<ListSearchParams, keyof typeof noFilters>): boolean {
  return app + env + tag + outcome !== '';
}
