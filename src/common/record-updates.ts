import type { ApplicationList, Cancellation, CancellationPage } from '../contract';
import { matchesFilters, type JournalFilters } from '../contract/journal';

/** The version of a record to keep: the one that arrived, unless it would undo an outcome. */
export function newerVersion<Known extends Cancellation>(
  known: Known,
  arrived: Cancellation,
): Known | Cancellation {
  return known.outcome !== null && arrived.outcome === null ? known : arrived;
}

/**
 * The loaded pages of the journal, newest first, with a record in its place: replaced, added or, where it does not
 * match the filters any more, taken out. A record older than the loaded pages comes with a later page.
 */
export function withRecordInJournal(
  pages: readonly CancellationPage[],
  filters: JournalFilters,
  arrived: Cancellation,
): CancellationPage[] {
  const known = pages.flatMap((page) => page.items).find((item) => item.id === arrived.id);
  const record = known === undefined ? arrived : newerVersion(known, arrived);
  const isListed = matchesFilters(record, filters);
  if (known !== undefined)
    return pages.map((page) => ({
      ...page,
      items: page.items.flatMap((item) => (item.id !== record.id ? [item] : isListed ? [record] : [])),
    }));
  if (!isListed) return [...pages];
  const isBefore = (item: Cancellation) => item.requestedAt < record.requestedAt;
  const place = pages.findIndex(
    (page) => page.nextCursor === null || page.items.some((item) => isBefore(item)),
  );
  return pages.map((page, index) => {
    if (index !== place) return page;
    const at = page.items.findIndex(isBefore);
    return { ...page, items: page.items.toSpliced(at === -1 ? page.items.length : at, 0, record) };
  });
}

/**
 * The saved list with a cancellation as the last one of its deployment, unless a later one is there. What it does not
 * concern stays the same object, down to the list itself, so that React does not render it again.
 */
export function withRecordInList(list: ApplicationList, record: Cancellation): ApplicationList {
  const at = list.items.findIndex(({ applicationId }) => applicationId === record.applicationId);
  const application = list.items[at];
  const place =
    application?.deployments.findIndex(({ deploymentId }) => deploymentId === record.deploymentId) ?? -1;
  const deployment = application?.deployments[place];
  if (application === undefined || deployment === undefined) return list;
  const last = deployment.lastCancellation;
  if (last !== null && last.id !== record.id && last.requestedAt > record.requestedAt) return list;
  const lastCancellation = last?.id === record.id ? newerVersion(last, record) : record;
  if (lastCancellation === last) return list;
  const deployments = application.deployments.with(place, { ...deployment, lastCancellation });
  return { items: list.items.with(at, { ...application, deployments }) };
}
