import { useInfiniteQuery } from '@tanstack/react-query';
import { MonitorUp } from 'lucide-react';
import { useMemo, type ReactNode } from 'react';
import { Link } from 'wouter';
import { views, type Application, type BatchSummary, type JournalFilters } from '@/contract';
import { Button } from '@/components/ui/button';
import { focusHeading } from '@/components/ui/focus-heading';
import { EmptyState } from '@/components/ui/empty-state';
import { ChangesButton, FloatingNotices } from '@/components/ui/floating-notices';
import { Notice } from '@/components/ui/notice';
import { Spinner } from '@/components/ui/spinner';
import { ViewHeading } from '@/components/ui/view-heading';
import { asOfTime } from '@/lib/dates';
import { useHold } from '@/lib/use-hold';
import { journalQuery } from '../api/list-cancellations';
import { useToConfirm } from '../api/to-confirm';
import { byTime } from './by-time';
import { holdOrder } from './hold-order';
import { ActivityEntry } from './activity-entry';
import { ActivityFilters } from './activity-filters';
import { ActivitySkeleton } from './activity-skeleton';
import { BatchEntry } from './batch-entry';
import { ExportLinks } from './export-links';
import { UnrecordedBatch } from './unrecorded-batch';
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
  /** Undefined while it is not known who looks: support starts with what is to be confirmed. */
  filters: JournalFilters | undefined;
  toConfirmFirst: boolean;
  applications: readonly Application[];
  onFilter: (filters: JournalFilters) => void;
  /** Batches of which the journal has nothing, newest first. */
  unrecorded: readonly BatchSummary[];
  /** How far a batch is as a whole: what was not tried has no record. */
  renderBatchState: (id: string) => ReactNode;
}) {
  const toConfirm = useToConfirm();
  return (
    <div className="space-y-5">
      <ViewHeading title="Activity" mark={toConfirm === '' ? '' : `(${toConfirm})`}>
        <ExportLinks filters={filters ?? {}} />
        <Link
          href={views.wall}
          className="inline-flex h-9 items-center gap-2 rounded-md border border-line-strong bg-surface px-3.5 font-medium shadow-raised transition-colors hover:bg-hover"
        >
          <MonitorUp aria-hidden="true" className="size-4" />
          Wall
        </Link>
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
          // They have no outcome, no deployment and nothing to confirm: no filter finds them.
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
            <Notice
              tone="warning"
              role="status"
              className="shadow-floating"
              title={`Could not refresh: the journal is as of ${asOfTime(journal.dataUpdatedAt)}.`}
              action={
                <Button size="sm" onClick={() => void journal.refetch()}>
                  Refresh
                </Button>
              }
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
          <ol
            aria-label="Cancellations, newest first"
            className="rounded-lg border border-line bg-surface shadow-raised"
          >
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
                // Its newest record changes while it runs: an entry that was opened stays open.
                <BatchEntry
                  key={record.batchId}
                  id={record.batchId}
                  records={entry.records}
                  isFiltered={Object.keys(filters).some((name) => name !== 'batchId')}
                  state={renderBatchState(record.batchId)}
                />
              );
            })}
          </ol>
        )}
      </div>
      {hasNextPage && (
        <div ref={end} className="flex flex-wrap items-center justify-center gap-3">
          {isFetchNextPageError && (
            <p role="alert" className="text-sm text-warning">
              Older entries could not be loaded.
            </p>
          )}
          <Button ariaDisabled={isFetchingNextPage} onClick={() => void fetchNextPage()}>
            {isFetchingNextPage ? (
              <>
                <Spinner /> <span>Loading…</span>
              </>
            ) : (
              'Load more'
            )}
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
