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
import { learnRecords, waitsForOutcome } from './own-cancellations';
import { keys } from './query-keys';

type Journal = InfiniteData<CancellationPage, string | null>;

/** Puts records into what one query knows. */
function putInto(client: QueryClient, { queryKey, meta }: Query, records: readonly Cancellation[]): void {
  for (const record of records)
    if (queryKey[0] === keys.applications[0])
      client.setQueryData<ApplicationList>(queryKey, (list) => list && withCancellation(list, record));
    else if (queryKey[1] === keys.journals[1])
      client.setQueryData<Journal>(
        queryKey,
        (journal) => journal && { ...journal, pages: withRecord(journal.pages, meta?.filters ?? {}, record) },
      );
    else if (queryKey[2] === record.id.toLowerCase())
      client.setQueryData<CancellationDetail>(
        queryKey,
        (detail) => detail && { ...detail, ...newest(detail, record) },
      );
}

/** The cancellations in what a query answered. */
function recordsIn(client: QueryClient, { queryKey }: Query): Cancellation[] {
  if (queryKey[0] === keys.applications[0])
    return (client.getQueryData<ApplicationList>(queryKey)?.items ?? []).flatMap(({ deployments }) =>
      deployments.flatMap(({ lastCancellation }) => lastCancellation ?? []),
    );
  if (queryKey[0] !== keys.cancellations[0]) return [];
  if (queryKey[1] === keys.journals[1])
    return (client.getQueryData<Journal>(queryKey)?.pages ?? []).flatMap(({ items }) => items);
  const detail = client.getQueryData<CancellationDetail>(queryKey);
  return detail === undefined ? [] : [detail];
}

const followed = new WeakSet<QueryClient>();

/** Learns from every answer what became of the cancellations that this page has sent. */
export function learnFromAnswers(client: QueryClient): void {
  if (followed.has(client)) return;
  followed.add(client);
  client.getQueryCache().subscribe((event) => {
    if (event.type !== 'updated' || event.action.type !== 'success' || !waitsForOutcome()) return;
    learnRecords(recordsIn(client, event.query));
  });
}

/**
 * Puts records that just arrived, oldest first, wherever the page shows them: rows, journal and their own
 * views. What is being asked for right now may be older than they are: they are put into its answer as well,
 * since a list that was asked for anew with each of them would never come.
 */
export function putRecords(client: QueryClient, records: readonly Cancellation[]): void {
  learnRecords(records);
  const cache = client.getQueryCache();
  const shown = [
    ...cache.findAll({ queryKey: keys.applications }),
    ...cache.findAll({ queryKey: keys.cancellations }),
  ];
  for (const query of shown) {
    putInto(client, query, records);
    if (query.state.fetchStatus === 'fetching')
      // The promise of the request that is on its way; it is not sent again.
      void query.fetch().then(
        () => putInto(client, query, records),
        () => undefined,
      );
  }
  // The history comes with the record only.
  for (const { id } of records) void client.invalidateQueries({ queryKey: keys.cancellation(id) });
}

/** Puts what was told of a batch into its own view, which asks for its list anew, and into the newest ones. */
export function putBatch(client: QueryClient, summary: BatchSummary): void {
  const key = keys.batch(summary.id);
  client.setQueryData<Batch>(key, (known) => known && { ...known, ...summary });
  void client.invalidateQueries({ queryKey: key });
  const put = () =>
    client.setQueryData<BatchPage>(keys.newestBatches, (page) => {
      if (page === undefined) return page;
      const others = page.items.filter(({ id }) => id !== summary.id);
      const place = others.findIndex(({ requestedAt }) => requestedAt < summary.requestedAt);
      return { ...page, items: others.toSpliced(place < 0 ? others.length : place, 0, summary) };
    });
  put();
  const query = client.getQueryCache().find({ queryKey: keys.newestBatches });
  // An answer that is on its way may be older.
  if (query?.state.fetchStatus === 'fetching')
    void query.fetch().then(
      () => void put(),
      () => undefined,
    );
}
