import { useInfiniteQuery } from '@tanstack/react-query';
import { MonitorUp } from 'lucide-react';
import { useMemo, type ReactNode } from 'react';
import { views, type Application, type BatchSummary, type JournalFilters } from '@/contract';
import { Button, ButtonLink } from '@/components/ui/button';
import { focusHeading } from '@/components/ui/focus-heading';
import { Card } from '@/components/ui/card';
import { EmptyState } from '@/components/ui/empty-state';
import { ChangesButton, FloatingNotices } from '@/components/ui/floating-notices';
import { StaleNotice } from '@/components/ui/stale-notice';
import { ViewHeading } from '@/components/ui/view-heading';
import { useHold } from '@/lib/use-hold';
import { journalQuery } from '../api/list-cancellations';
import { useToConfirm } from '../api/to-confirm';
import { byTime } from './by-time';
import { holdOrder } from './hold-order';
import { ActivityEntry } from './activity-entry';
import { ActivityFilters } from './activity-filters';
import { ActivitySkeleton } from './activity-skeleton';
import { BatchEntry, UnrecordedBatch } from './batch-entry';
import { ExportLinks } from './export-links';
import { useIntersection } from './use-intersection';

const noBatches: readonly BatchSummary[] = [];

/** The journal: every attempt, newest first. */
export function ActivityView({
  filters,
  toConfirmFirst,
  applications,
  onFilter,
  unrecorded,
  renderBatchState,
}: {
  /** Undefined until the session is known: for support the journal starts with the unconfirmed outcomes. */
  filters: JournalFilters | undefined;
  toConfirmFirst: boolean;
  applications: readonly Application[];
  onFilter: (filters: JournalFilters) => void;
  /** Batches that ended before their first cancellation, newest first. */
  unrecorded: readonly BatchSummary[];
  /** The state of a batch as a whole: its untried targets have no record. */
  renderBatchState: (id: string) => ReactNode;
}) {
  const toConfirm = useToConfirm();
  return (
    <div className="space-y-5">
      <ViewHeading title="Activity" mark={toConfirm === '' ? '' : `(${toConfirm})`}>
        <ExportLinks filters={filters ?? {}} />
        <ButtonLink href={views.wall}>
          <MonitorUp aria-hidden="true" className="size-4" />
          Wall
        </ButtonLink>
      </ViewHeading>
      <ActivityFilters
        filters={filters ?? {}}
        applications={applications}
        toConfirm={toConfirm}
        toConfirmFirst={toConfirmFirst}
        onChange={onFilter}
      />
      {filters === undefined ? (
        <ActivitySkeleton />
      ) : (
        <Journal
          filters={filters}
          onFilter={onFilter}
          // These have no outcome, no deployment and nothing to confirm: no filter matches them.
          unrecorded={Object.keys(filters).length === 0 ? unrecorded : noBatches}
          renderBatchState={renderBatchState}
        />
      )}
    </div>
  );
}

function Journal({
  filters,
  onFilter,
  unrecorded,
  renderBatchState,
}: {
  filters: JournalFilters;
  onFilter: (filters: JournalFilters) => void;
  unrecorded: readonly BatchSummary[];
  renderBatchState: (id: string) => ReactNode;
}) {
  const journal = useInfiniteQuery(journalQuery(filters));
  const { hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage } = journal;
  const present = useMemo(
    () => ({ records: journal.data?.pages.flatMap((page) => page.items) ?? [], unrecorded }),
    [journal.data, unrecorded],
  );
  const { ref: list, value: held, show } = useHold(present, JSON.stringify(filters));
  const { changes, ...shown } = useMemo(() => holdOrder(held, present), [held, present]);
  const entries = journal.data && byTime(shown.records, shown.unrecorded, hasNextPage);
  // After a failed page only the button asks again: a failing server is not to be asked without end.
  const end = useIntersection(
    hasNextPage && !isFetchingNextPage && !isFetchNextPageError,
    () => void fetchNextPage(),
  );

  return (
    <div className="space-y-5">
      <div ref={list}>
        <FloatingNotices>
          <ChangesButton count={changes} onShow={show} />
          {journal.isRefetchError && (
            <StaleNotice
              isFloating
              subject="the journal is"
              asOf={journal.dataUpdatedAt}
              refresh={() => void journal.refetch()}
            />
          )}
        </FloatingNotices>
        {entries === undefined ? (
          journal.isError ? (
            <EmptyState
              role="alert"
              title="The journal could not be loaded"
              action={<Button onClick={() => void journal.refetch()}>Try again</Button>}
            >
              The console did not answer as it should. Nothing on record is lost.
            </EmptyState>
          ) : (
            <ActivitySkeleton />
          )
        ) : entries.length === 0 ? (
          <Empty filters={filters} onClear={() => onFilter({})} />
        ) : (
          <Card as="ol" aria-label="Cancellations, newest first">
            {entries.map((entry) => {
              if (entry.kind === 'unrecorded')
                return (
                  <UnrecordedBatch
                    key={entry.batch.id}
                    batch={entry.batch}
                    state={renderBatchState(entry.batch.id)}
                  />
                );
              const [record] = entry.records;
              return record.batchId === null ? (
                <ActivityEntry key={record.id} record={record} />
              ) : (
                // Keyed by the batch and not by its newest record, which changes: an open entry stays open.
                <BatchEntry
                  key={record.batchId}
                  id={record.batchId}
                  records={entry.records}
                  isFiltered={Object.keys(filters).some((name) => name !== 'batchId')}
                  state={renderBatchState(record.batchId)}
                />
              );
            })}
          </Card>
        )}
      </div>
      {hasNextPage && (
        <div ref={end} className="flex flex-wrap items-center justify-center gap-3">
          {isFetchNextPageError && (
            <p role="alert" className="text-sm text-warning">
              Older entries could not be loaded.
            </p>
          )}
          <Button isPending={isFetchingNextPage} onClick={() => void fetchNextPage()}>
            {isFetchingNextPage ? 'Loading…' : 'Load more'}
          </Button>
        </div>
      )}
    </div>
  );
}

function Empty({ filters, onClear: clear }: { filters: JournalFilters; onClear: () => void }) {
  function onClear() {
    focusHeading();
    clear();
  }
  const set = Object.keys(filters).length;
  if (set === 0)
    return (
      <EmptyState title="Nothing has been cancelled yet">
        Every cancellation appears here with its person, reason and outcome, from the moment it is requested.
      </EmptyState>
    );
  if (set === 1 && filters.confirmed === 'no')
    return (
      <EmptyState title="Nothing is left to confirm" action={<Button onClick={onClear}>See all</Button>}>
        A new outcome appears here by itself.
      </EmptyState>
    );
  return (
    <EmptyState
      title="No cancellation fits these filters"
      action={<Button onClick={onClear}>Clear filters</Button>}
    />
  );
}
