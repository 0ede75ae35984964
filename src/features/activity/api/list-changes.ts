import { infiniteQueryOptions } from '@tanstack/react-query';
import { changePage, paths, type ChangeFilters } from '@/contract';
import { keys } from '@/common/query-keys';
import { pageByPage } from './page-by-page';

/** The changes on record. Nobody can change them, so they are read when one looks. */
export function changesQuery(filters: ChangeFilters) {
  return infiniteQueryOptions({
    queryKey: keys.changes(filters),
    ...pageByPage(changePage, paths.changes, filters),
    staleTime: 0,
  });
}
