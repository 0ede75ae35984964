import type { ChangeFilters, JournalFilters } from '@/contract';
import type { z } from '@/contract/zod';
import { filterParams } from '@/common/query-keys';
import { read } from '@/lib/read';

const pageSize = 50;

/** The part of an infinite query that reads a list of the console, newest first, a page at a time. */
export function pageByPage<Page extends { nextCursor: string | null }>(
  schema: z.ZodMiniType<Page>,
  path: string,
  filters: JournalFilters | ChangeFilters,
) {
  return {
    queryFn: (context: { pageParam: string | null; signal: AbortSignal }) => {
      const params = filterParams(filters);
      params.set('limit', String(pageSize));
      if (context.pageParam !== null) params.set('cursor', context.pageParam);
      return read(schema, `${path}?${params}`, context);
    },
    initialPageParam: null as string | null,
    getNextPageParam: (page: Page) => page.nextCursor,
  };
}
