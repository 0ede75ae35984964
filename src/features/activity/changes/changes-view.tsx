import { useInfiniteQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import {
  isOfAccount,
  paths,
  views,
  type Application,
  type ChangeFilters,
  type JournalFilters,
} from '@/contract';
import { Button, ButtonLink } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { EmptyState, NotLoaded } from '@/components/ui/empty-state';
import { ChangesButton } from '@/components/ui/changes-button';
import { FloatingNotices } from '@/components/ui/floating-notices';
import { ViewHeading } from '@/components/ui/view-heading';
import { filterParams } from '@/common/query-keys';
import { isolated } from '@/lib/isolated';
import { useStableWhileInteracting } from '@/lib/use-stable-while-interacting';
import { changesQuery } from '../api/list-changes';
import { journalQuery } from '../api/list-cancellations';
import { ActivityTabs } from '../journal/activity-tabs';
import { withFilters, type OnFilter } from '../journal/filters';
import { ActivitySkeleton } from '../journal/activity-skeleton';
import { HeadingLinks } from '../journal/heading-links';
import { CancellationEntry, ChangeEntry } from './change-entry';
import { ChangesFilters } from './changes-filters';
import { holdEntries, mergeByTime } from './merge-by-time';

/**
 * What was changed, by whom; with a deployment's IDs its history: cancellations and changes on one line of time, of the
 * account behind this console unless the filters name another one, in which the IDs are of another deployment.
 */
export function ChangesView({
  filters,
  name,
  ownAccount,
  applications,
  onFilter,
}: {
  filters: ChangeFilters;
  /** The deployment's name in the saved list, where the filters name a saved one. */
  name: string | undefined;
  /** The Fuse account behind this console; null in the sandbox, undefined while it is not known. */
  ownAccount: string | null | undefined;
  /** The saved list, to choose a deployment from. */
  applications: readonly Application[];
  onFilter: OnFilter<ChangeFilters>;
}) {
  const { applicationId, deploymentId, partOf, subject, kind, person, from, to } = filters;
  const isHistory = applicationId !== undefined && deploymentId !== undefined;
  // What a change is about is nothing that a cancellation could be.
  const hasRecords = isHistory && subject === undefined && kind === undefined;
  const account = filters.account ?? (isHistory ? (ownAccount ?? undefined) : undefined);
  // Without it a history would be mixed with that of other accounts.
  const isReady = !isHistory || account !== undefined || ownAccount === null;
  const isOwn = isOfAccount({ account: account?.toLowerCase() ?? null }, ownAccount);
  const shown = withFilters(filters, { account });
  const changes = useInfiniteQuery({ ...changesQuery(shown), enabled: isReady });
  const journal = useInfiniteQuery({
    ...journalQuery(
      hasRecords
        ? withFilters<JournalFilters>({}, { applicationId, deploymentId, account, person, from, to })
        : {},
    ),
    enabled: hasRecords && isReady,
  });
  const isLoading = changes.isPending || (hasRecords && journal.isPending);
  const isFailed = changes.isError || (hasRecords && journal.isError);
  const hasMore = { changes: changes.hasNextPage, records: hasRecords && journal.hasNextPage };
  const present = useMemo(
    () =>
      mergeByTime(
        changes.data?.pages.flatMap(({ items }) => items) ?? [],
        hasRecords ? (journal.data?.pages.flatMap(({ items }) => items) ?? []) : [],
        { changes: hasMore.changes, records: hasMore.records },
      ),
    [changes.data, journal.data, hasRecords, hasMore.changes, hasMore.records],
  );
  const { ref: list, value: held, show } = useStableWhileInteracting(present, JSON.stringify(filters));
  const { entries, changes: newer } = holdEntries(held, present);
  const subjectOf = isHistory
    ? `History of ${name === undefined || !isOwn ? `deployment ${deploymentId}` : `“${isolated(name)}” (ID ${deploymentId})`}`
    : 'Changes';
  const title = isOwn ? subjectOf : `${subjectOf} in the account ${isolated(account ?? '')}`;

  function loadMore() {
    if (hasMore.changes) void changes.fetchNextPage();
    if (hasMore.records) void journal.fetchNextPage();
  }
  function tryAgain() {
    void changes.refetch();
    if (hasRecords) void journal.refetch();
  }

  return (
    <div className="space-y-5">
      <ViewHeading title={title}>
        <HeadingLinks filters={shown} file={paths.changesExport} />
        {isHistory && (
          <ButtonLink href={`${views.activity}?${filterParams({ applicationId, deploymentId })}`}>
            Its cancellations
          </ButtonLink>
        )}
      </ViewHeading>
      <ActivityTabs current="changes" />
      {partOf === undefined ? (
        <ChangesFilters filters={filters} applications={applications} onFilter={onFilter} />
      ) : (
        <ButtonLink href={views.changes}>Show all changes</ButtonLink>
      )}
      <div ref={list}>
        <FloatingNotices>
          <ChangesButton count={newer} onShow={show} />
        </FloatingNotices>
        {isFailed ? (
          <NotLoaded title="The changes could not be loaded" retry={tryAgain}>
            Nothing on record is lost.
          </NotLoaded>
        ) : isLoading ? (
          <ActivitySkeleton />
        ) : entries.length === 0 ? (
          <EmptyState title="Nothing on record">
            {Object.keys(filters).length === 0
              ? 'Each change of the saved list, each sign-in and each refusal appears here, with who did it and when.'
              : 'None of the changes on record matches these filters.'}
          </EmptyState>
        ) : (
          <Card as="div" className="overflow-clip">
            <ol aria-label={title}>
              {entries.map((entry) =>
                entry.kind === 'change' ? (
                  <ChangeEntry key={entry.change.seq} change={entry.change} isHistory={isHistory} />
                ) : (
                  <CancellationEntry key={entry.record.id} record={entry.record} />
                ),
              )}
            </ol>
          </Card>
        )}
      </div>
      {(hasMore.changes || hasMore.records) && (
        <Button isPending={changes.isFetchingNextPage || journal.isFetchingNextPage} onClick={loadMore}>
          Load more
        </Button>
      )}
    </div>
  );
}
