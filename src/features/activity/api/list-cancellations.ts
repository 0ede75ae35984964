import { infiniteQueryOptions } from '@tanstack/react-query';
import { cancellationPage, isOpen, paths, type JournalFilters } from '@/contract';
import { keys } from '@/common/query-keys';
import { pollingInterval } from '@/lib/live-state';
import { pageByPage } from './page-by-page';

/** The journal; read again while an entry is open. */
export function journalQuery(filters: JournalFilters) {
  return infiniteQueryOptions({
    queryKey: keys.journal(filters),
    meta: { kind: 'journal', filters },
    ...pageByPage(cancellationPage, paths.cancellations, filters),
    refetchInterval: ({ state }) =>
      state.data?.pages.some((page) => page.items.some(isOpen)) ? pollingInterval() : false,
  });
}
