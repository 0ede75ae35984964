import { exportQuery, type ChangeFilters, type JournalFilters } from '@/contract';
import { filterParams } from '@/common/query-keys';

/** Takes filters, or what one of them filters by; `isTyped`: while somebody types, the address changes in place. */
export type OnFilter<Filters = JournalFilters> = (filters: Filters, isTyped?: boolean) => void;

/** The filters in an address; values that the contract would refuse are left out. */
export function readFilters(address: URLSearchParams): JournalFilters {
  const given = Object.entries(exportQuery.shape).flatMap(([name, schema]) => {
    const value = address.get(name === 'batchId' ? 'batch' : name) ?? '';
    return value !== '' && schema.safeParse(value).success ? [[name, value]] : [];
  });
  return exportQuery.parse(Object.fromEntries(given));
}

/** The filters of Activity's address: without any, support sees what is to be confirmed. */
export function addressFilters(address: URLSearchParams, toConfirmFirst: boolean): JournalFilters {
  return toConfirmFirst && address.size === 0 ? { confirmed: 'no' } : readFilters(address);
}

/** The address of filters. Where an empty address would mean "to confirm", the absence of filters is spelled out. */
export function addressOf(filters: JournalFilters, toConfirmFirst: boolean): URLSearchParams {
  const { batchId, ...others } = filters;
  const params = filterParams(others);
  if (batchId !== undefined) params.set('batch', batchId);
  if (toConfirmFirst && params.size === 0) params.set('confirmed', 'all');
  return params;
}

/** The filters with some of them set anew; undefined takes one out. */
export function withFilters<Filters extends JournalFilters | ChangeFilters>(
  filters: Filters,
  part: Partial<Filters>,
): Filters {
  const next = { ...filters, ...part };
  for (const name in next) if (next[name] === undefined) delete next[name];
  return next;
}

/** How many filters are set, those of confirmation and batch aside, which are always in sight. */
export function countFilters({ outcome, applicationId, deploymentId, from, to, person, q }: JournalFilters) {
  return [outcome, applicationId ?? deploymentId, from ?? to, person, q].filter((one) => one !== undefined)
    .length;
}
