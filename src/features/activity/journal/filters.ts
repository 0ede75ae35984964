import { journalQuery, type JournalFilters } from '@/contract';
import { filterParams } from '@/common/query-keys';

/** Takes filters; `isTyped`: while somebody types, each pause changes the address in place. */
export type ChangeFilters = (filters: JournalFilters, isTyped?: boolean) => void;

/** The filters in an address; values that the contract would refuse are left out. */
export function readFilters(address: URLSearchParams): JournalFilters {
  const { shape } = journalQuery;
  const read = <T>(name: string, schema: { safeParse: (value: unknown) => { data?: T } }) => {
    const value = address.get(name) ?? '';
    return value === '' ? undefined : schema.safeParse(value).data;
  };
  const q = read('q', shape.q);
  const outcome = read('outcome', shape.outcome);
  const applicationId = read('applicationId', shape.applicationId);
  const deploymentId = read('deploymentId', shape.deploymentId);
  const batchId = read('batch', shape.batchId);
  const confirmed = read('confirmed', shape.confirmed);
  const person = read('person', shape.person);
  const from = read('from', shape.from);
  const to = read('to', shape.to);
  return {
    ...(outcome !== undefined && { outcome }),
    ...(applicationId !== undefined && { applicationId }),
    ...(deploymentId !== undefined && { deploymentId }),
    ...(batchId !== undefined && { batchId }),
    ...(confirmed !== undefined && { confirmed }),
    ...(person !== undefined && { person }),
    ...(from !== undefined && { from }),
    ...(to !== undefined && { to }),
    ...(q !== undefined && { q }),
  };
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
export function withFilters(
  filters: JournalFilters,
  change: { [Name in keyof JournalFilters]?: JournalFilters[Name] | undefined },
): JournalFilters {
  const entries = Object.entries({ ...filters, ...change }).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries);
}
