import type { ApplicationList, Cancellation, CancellationPage } from '../contract';
import type { JournalFilters } from './query-keys';

/** Which of two versions of a record stands: the one that arrived, but an open one never undoes an outcome. */
export function newest<Known extends Cancellation>(
  known: Known,
  arrived: Cancellation,
): Known | Cancellation {
  return known.outcome !== null && arrived.outcome === null ? known : arrived;
}

/** Whether a record belongs into the journal under these filters. */
export function fits(filters: JournalFilters, record: Cancellation): boolean {
  const { outcome, applicationId, deploymentId, batchId, confirmed, q } = filters;
  return (
    (outcome === undefined || outcome === (record.outcome ?? 'open')) &&
    (applicationId === undefined || applicationId === record.applicationId) &&
    (deploymentId === undefined || deploymentId === record.deploymentId) &&
    (batchId === undefined || batchId === record.batchId) &&
    (confirmed === undefined ||
      (confirmed === 'yes' ? record.confirmation !== null : waitsForConfirmation(record))) &&
    (q === undefined || textOf(record).includes(q.toLowerCase()))
  );
}

/** What a journal's search looks at, one text a line. */
function textOf(record: Cancellation): string {
  const { applicationName, applicationId, deploymentName, deploymentId, id, person, reason, message } =
    record;
  return [
    applicationName,
    applicationId,
    deploymentName,
    deploymentId,
    id,
    person,
    reason ?? '',
    message ?? '',
  ]
    .join('\n')
    .toLowerCase();
}

/** Whether there is an outcome that nobody has confirmed. */
export function waitsForConfirmation(record: Cancellation): boolean {
  return record.outcome !== null && record.confirmation === null;
}

/**
 * The loaded pages of the journal, newest first, with a record in its place: changed, added or, where the
 * filters no longer let it in, taken out. One that lies beyond the pages loaded so far is left to them.
 */
export function withRecord(
  pages: readonly CancellationPage[],
  filters: JournalFilters,
  arrived: Cancellation,
): CancellationPage[] {
  const known = pages.flatMap((page) => page.items).find((item) => item.id === arrived.id);
  const record = known === undefined ? arrived : newest(known, arrived);
  const isIn = fits(filters, record);
  if (known !== undefined)
    return pages.map((page) => ({
      ...page,
      items: page.items.flatMap((item) => (item.id !== record.id ? [item] : isIn ? [record] : [])),
    }));
  if (!isIn) return [...pages];
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
 * The saved list with a cancellation as the last one of its deployment, unless a later one is there. What it does
 * not concern stays the same object, down to the list itself, so that nothing of it is rendered or read again.
 */
export function withCancellation(list: ApplicationList, latest: Cancellation): ApplicationList {
  const at = list.items.findIndex((one) => one.applicationId === latest.applicationId);
  const application = list.items[at];
  const place = application?.deployments.findIndex((one) => one.deploymentId === latest.deploymentId) ?? -1;
  const deployment = application?.deployments[place];
  if (application === undefined || deployment === undefined) return list;
  const last = deployment.lastCancellation;
  const isSame = last?.id === latest.id;
  if (last !== null && !isSame && last.requestedAt > latest.requestedAt) return list;
  const lastCancellation = isSame ? newest(last, latest) : latest;
  if (lastCancellation === last) return list;
  const deployments = application.deployments.with(place, { ...deployment, lastCancellation });
  return { items: list.items.with(at, { ...application, deployments }) };
}
