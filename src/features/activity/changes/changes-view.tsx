import { useInfiniteQuery } from '@tanstack/react-query';
import { changeSubjects, paths, views, type ChangeFilters } from '@/contract';
import { Button, ButtonLink } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { EmptyState, NotLoaded } from '@/components/ui/empty-state';
import { Field } from '@/components/ui/field';
import { Select } from '@/components/ui/input';
import { ViewHeading } from '@/components/ui/view-heading';
import { filterParams } from '@/common/query-keys';
import { isolated } from '@/lib/isolated';
import { changesQuery } from '../api/list-changes';
import { journalQuery } from '../api/list-cancellations';
import { ActivityTabs } from '../journal/activity-tabs';
import { ActivitySkeleton } from '../journal/activity-skeleton';
import { ExportLinks } from '../journal/export-links';
import { CancellationEntry, ChangeEntry } from './change-entry';
import { mergeByTime } from './merge-by-time';

const subjectLabels = { list: 'Saved list', access: 'Access', console: 'Console' } as const;

/** What was changed, by whom; with a deployment's IDs its history: cancellations and changes on one line of time. */
export function ChangesView({
  filters,
  name,
  onFilter,
}: {
  filters: ChangeFilters;
  /** The deployment's name in the saved list, where the filters name a saved one. */
  name: string | undefined;
  onFilter: (filters: ChangeFilters) => void;
}) {
  const { applicationId, deploymentId, partOf, subject } = filters;
  const isHistory = applicationId !== undefined && deploymentId !== undefined;
  const changes = useInfiniteQuery(changesQuery(filters));
  const journal = useInfiniteQuery({
    ...journalQuery(isHistory ? { applicationId, deploymentId } : {}),
    enabled: isHistory,
  });
  const isLoading = changes.isPending || (isHistory && journal.isPending);
  const isFailed = changes.isError || (isHistory && journal.isError);
  const hasMore = { changes: changes.hasNextPage, records: isHistory && journal.hasNextPage };
  const entries = mergeByTime(
    changes.data?.pages.flatMap(({ items }) => items) ?? [],
    isHistory ? (journal.data?.pages.flatMap(({ items }) => items) ?? []) : [],
    hasMore,
  );
  const title = isHistory
    ? `History of ${name === undefined ? `deployment ${deploymentId}` : `“${isolated(name)}” (ID ${deploymentId})`}`
    : 'Changes';

  function loadMore() {
    if (hasMore.changes) void changes.fetchNextPage();
    if (hasMore.records) void journal.fetchNextPage();
  }
  function tryAgain() {
    void changes.refetch();
    if (isHistory) void journal.refetch();
  }

  return (
    <div className="space-y-5">
      <ViewHeading title={title}>
        <ExportLinks filters={filters} file={paths.changesExport} />
        {isHistory && (
          <ButtonLink href={`${views.activity}?${filterParams({ applicationId, deploymentId })}`}>
            Its cancellations
          </ButtonLink>
        )}
      </ViewHeading>
      <ActivityTabs current="changes" />
      {isHistory || partOf !== undefined ? (
        <ButtonLink href={views.changes}>Show all changes</ButtonLink>
      ) : (
        <div className="w-48">
          <Field label="About">
            <Select
              value={subject ?? ''}
              onChange={({ target }) => {
                const chosen = changeSubjects.find((one) => one === target.value);
                onFilter(chosen === undefined ? {} : { subject: chosen });
              }}
            >
              <option value="">Everything</option>
              {changeSubjects.map((one) => (
                <option key={one} value={one}>
                  {subjectLabels[one]}
                </option>
              ))}
            </Select>
          </Field>
        </div>
      )}
      {isFailed ? (
        <NotLoaded title="The changes could not be loaded" retry={tryAgain}>
          Nothing on record is lost.
        </NotLoaded>
      ) : isLoading ? (
        <ActivitySkeleton />
      ) : entries.length === 0 ? (
        <EmptyState title="Nothing on record">
          Changes are on record since this console keeps them; none is among what you asked for.
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
      {(hasMore.changes || hasMore.records) && (
        <Button isPending={changes.isFetchingNextPage || journal.isFetchingNextPage} onClick={loadMore}>
          Load more
        </Button>
      )}
    </div>
  );
}
