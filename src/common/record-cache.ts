import type { InfiniteData, Query, QueryClient } from '@tanstack/react-query';
import type {
  ApplicationList,
  Batch,
  BatchPage,
  BatchSummary,
  Cancellation,
  CancellationDetail,
  CancellationPage,
  Session,
} from '../contract';
import { isOfAccount } from '../contract/journal';
import { updateSentFromRecords, hasSentWithoutOutcome } from './own-cancellations';
import { keys } from './query-keys';
import { newerVersion, withRecordInJournal, withRecordInList } from './record-updates';

type Journal = InfiniteData<CancellationPage, string | null>;

/** Puts a record into the data of one query, if that query shows it. */
function putIntoQuery(client: QueryClient, { queryKey, meta }: Query, record: Cancellation): void {
  if (meta?.kind === 'applications') {
    // The journal is shared by all accounts; the same IDs are of another deployment there.
    if (isOfAccount(record, client.getQueryData<Session>(keys.session)?.upstream.account))
      client.setQueryData<ApplicationList>(queryKey, (list) => list && withRecordInList(list, record));
  } else if (meta?.kind === 'journal')
    client.setQueryData<Journal>(
      queryKey,
      (journal) => journal && { ...journal, pages: withRecordInJournal(journal.pages, meta.filters, record) },
    );
  else if (meta?.kind === 'cancellation' && meta.id.toLowerCase() === record.id.toLowerCase())
    client.setQueryData<CancellationDetail>(
      queryKey,
      (detail) => detail && { ...detail, ...newerVersion(detail, record) },
    );
}

/** The cancellations in the data of one query. */
function recordsIn(client: QueryClient, { queryKey, meta }: Query): Cancellation[] {
  if (meta?.kind === 'applications')
    return (client.getQueryData<ApplicationList>(queryKey)?.items ?? []).flatMap(({ deployments }) =>
      deployments.flatMap(({ lastCancellation }) => lastCancellation ?? []),
    );
  if (meta?.kind === 'journal')
    return (client.getQueryData<Journal>(queryKey)?.pages ?? []).flatMap(({ items }) => items);
  const detail = meta?.kind === 'cancellation' && client.getQueryData<CancellationDetail>(queryKey);
  return detail ? [detail] : [];
}

const followedClients = new WeakSet<QueryClient>();

/** Learns from every answer what became of the cancellations that this page has sent. */
export function learnFromAnswers(client: QueryClient): void {
  if (followedClients.has(client)) return;
  followedClients.add(client);
  client.getQueryCache().subscribe((event) => {
    if (event.type !== 'updated' || event.action.type !== 'success' || !hasSentWithoutOutcome()) return;
    updateSentFromRecords(recordsIn(client, event.query));
  });
}

/**
 * Runs `put` on the data of a query, and once more on the answer to a request that is on its way, since that answer
 * may be older. The request is not sent again: a list that was requested anew with each event would never come.
 */
function putNowAndIntoAnswer(query: Query, put: () => void): void {
  put();
  if (query.state.fetchStatus === 'fetching') void query.fetch().then(put, () => undefined);
}

/** Puts records that have just arrived, oldest first, wherever the page shows them: rows, journal, their own views. */
export function putRecords(client: QueryClient, records: readonly Cancellation[]): void {
  updateSentFromRecords(records);
  const holdsRecords = ({ meta }: Query) => meta !== undefined && meta.kind !== 'session';
  for (const query of client.getQueryCache().findAll({ predicate: holdsRecords }))
    putNowAndIntoAnswer(query, () => {
      for (const record of records) putIntoQuery(client, query, record);
    });
  // Read anew after a while, see `countsQuery`: the numbers do not say which records they count.
  for (const query of client.getQueryCache().findAll({ queryKey: keys.counts }))
    putNowAndIntoAnswer(query, () => query.invalidate());
  // A record's own view also shows its history, which does not arrive with it.
  for (const { id } of records) void client.invalidateQueries({ queryKey: keys.cancellation(id) });
}

/** Puts a batch that has changed into its own view, which then reads its list of targets anew, and into the newest. */
export function putBatch(client: QueryClient, summary: BatchSummary): void {
  const queryKey = keys.batch(summary.id);
  client.setQueryData<Batch>(queryKey, (batch) => batch && { ...batch, ...summary });
  void client.invalidateQueries({ queryKey });
  const newest = client.getQueryCache().find({ queryKey: keys.newestBatches });
  if (newest === undefined) return;
  putNowAndIntoAnswer(newest, () => {
    client.setQueryData<BatchPage>(keys.newestBatches, (page) => {
      if (page === undefined) return page;
      const others = page.items.filter(({ id }) => id !== summary.id);
      const place = others.findIndex(({ requestedAt }) => requestedAt < summary.requestedAt);
      return { ...page, items: others.toSpliced(place < 0 ? others.length : place, 0, summary) };
    });
  });
}
