import { infiniteQueryOptions } from '@tanstack/react-query';
import { changePage, paths, type ChangeFilters } from '@/contract';
import { keys } from '@/common/query-keys';
import { pageByPage } from './page-by-page';

/**
 * The changes on record, newest first. An event tells of those of the saved list; of sign-ins and refusals there is none,
 * so that they are looked for.
 */
export function changesQuery(filters: ChangeFilters) {
  return infiniteQueryOptions({
    queryKey: [...keys.changes, filters],
    ...pageByPage(changePage, paths.changes, filters),
    staleTime: 0,
    refetchInterval: 10_000,
  });
}
