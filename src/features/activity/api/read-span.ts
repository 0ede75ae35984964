import { queryOptions } from '@tanstack/react-query';
import { cancellationPage, paths, type Cancellation, type JournalFilters } from '@/contract';
import { filterParams, keys } from '@/common/query-keys';
import { read } from '@/lib/read';

const pageSize = 200;
/** The most records that are read for one report. */
export const reportLimit = 1000;

/** All records under the filters, oldest first; only the newest of them where there are more than `reportLimit`. */
export function spanQuery(filters: JournalFilters) {
  return queryOptions({
    queryKey: [...keys.cancellations, 'span', filters] as const,
    queryFn: async (context) => {
      const records: Cancellation[] = [];
      const params = filterParams(filters);
      params.set('limit', String(pageSize));
      let isCut = false;
      do {
        const page = await read(cancellationPage, `${paths.cancellations}?${params}`, context);
        records.unshift(...page.items.toReversed());
        isCut = page.nextCursor !== null;
        if (page.nextCursor !== null) params.set('cursor', page.nextCursor);
      } while (isCut && records.length < reportLimit);
      return { records, isCut };
    },
  });
}
