import type { InfiniteData, Query, QueryClient } from '@tanstack/react-query';
import type {
  ApplicationList,
  Batch,
  BatchPage,
  BatchSummary,
  Cancellation,
  CancellationDetail,
  CancellationPage,
} from '../contract';
import { newest, withCancellation, withRecord } from './newest';
import { keys } from './query-keys';

type Journal = InfiniteData<CancellationPage, string | null>;

/**
 * Puts records that just arrived, oldest first, wherever the page shows them: rows, journal and their own
 * views. What is being asked for right now may be older than they are: it is asked for again.
 */
export async function putRecords(client: QueryClient, records: readonly Cancellation[]): Promise<void> {
  const own = new Set(records.map(({ id }) => id.toLowerCase()));
  const concerned = ({ queryKey: [kind, part, id] }: Query) =>
    kind === keys.applications[0] ||
    (kind === keys.cancellations[0] && (part !== 'one' || own.has(String(id))));
  const asked = client.getQueryCache().findAll({ fetchStatus: 'fetching', predicate: concerned });
  await Promise.all(asked.map(({ queryKey }) => client.cancelQueries({ queryKey, exact: true })));

  for (const record of records) {
    client.setQueryData<ApplicationList>(keys.applications, (list) => list && withCancellation(list, record));
    for (const { queryKey, meta } of client.getQueryCache().findAll({ queryKey: keys.journals }))
      client.setQueryData<Journal>(
        queryKey,
        (journal) => journal && { ...journal, pages: withRecord(journal.pages, meta?.filters ?? {}, record) },
      );
    client.setQueryData<CancellationDetail>(
      keys.cancellation(record.id),
      (detail) => detail && { ...detail, ...newest(detail, record) },
    );
    // The history comes with the record only.
    void client.invalidateQueries({ queryKey: keys.cancellation(record.id) });
  }
  for (const { queryKey } of asked) void client.invalidateQueries({ queryKey, exact: true });
}

/** Puts what was told of a batch into its own view, which asks for its list anew, and into the newest ones. */
export function putBatch(client: QueryClient, summary: BatchSummary): void {
  const key = keys.batch(summary.id);
  client.setQueryData<Batch>(key, (known) => known && { ...known, ...summary });
  void client.invalidateQueries({ queryKey: key });
  client.setQueryData<BatchPage>(keys.newestBatches, (page) => {
    if (page === undefined) return page;
    const others = page.items.filter(({ id }) => id !== summary.id);
    const place = others.findIndex(({ requestedAt }) => requestedAt < summary.requestedAt);
    return { ...page, items: others.toSpliced(place < 0 ? others.length : place, 0, summary) };
  });
}
