import { useInfiniteQuery } from '@tanstack/react-query';
import { useMemo, useState, type ReactNode } from 'react';
import type { BatchSummary, JournalFilters } from '@/contract';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { NotLoaded } from '@/components/ui/empty-state';
import { FailureNotice } from '@/common/failure-notice';
import { identityText } from '@/common/identity';
import { ChangesButton } from '@/components/ui/changes-button';
import { FloatingNotices } from '@/components/ui/floating-notices';
import { lazyPart } from '@/components/ui/lazy-part';
import { StaleNotice } from '@/components/ui/stale-notice';
import { cx } from '@/lib/cx';
import { useStableWhileInteracting } from '@/lib/use-stable-while-interacting';
import { useMediaQuery } from '@/lib/use-media-query';
import { journalQuery } from '../api/list-cancellations';
import { useWhyNotConfirm } from '../record/use-why-not-confirm';
import { ActivitySkeleton } from './activity-skeleton';
import { byTime } from './by-time';
import { EmptyJournal } from './empty-journal';
import { holdOrder } from './hold-order';
import { JournalDays } from './journal-days';
import { rowIdOf } from './journal-rows';
import { RowStatesContext } from './row-state';
import { useConfirmations } from './use-confirmations';
import { useIntersection } from './use-intersection';
import { useJournalKeys } from './use-journal-keys';

const NoteDialog = lazyPart(() => import('./note-dialog'));
const SidePanel = lazyPart(() => import('./side-panel'));

/** The journal's list with its keys, and on a wide screen the current row's record beside it. */
export function Journal({
  filters,
  toConfirm,
  onFilter,
  unrecorded,
  renderBatchState,
}: {
  filters: JournalFilters;
  /** How many outcomes are to be confirmed, as text. */
  toConfirm: string;
  onFilter: (filters: JournalFilters) => void;
  unrecorded: readonly BatchSummary[];
  renderBatchState: (id: string, shownCount?: number) => ReactNode;
}) {
  const journal = useInfiniteQuery(journalQuery(filters));
  const { hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage } = journal;
  const present = useMemo(
    () => ({ records: journal.data?.pages.flatMap((page) => page.items) ?? [], unrecorded }),
    [journal.data, unrecorded],
  );
  const confirmations = useConfirmations();
  const { confirming, confirmedHere, failure } = confirmations;
  const { ref: list, value: held, show } = useStableWhileInteracting(present, JSON.stringify(filters));
  const { changes, ...shown } = useMemo(
    () => holdOrder(held, present, confirmedHere),
    [held, present, confirmedHere],
  );
  const isFiltered = Object.keys(filters).some((name) => name !== 'batchId');
  const entries = journal.data && byTime(shown.records, shown.unrecorded, hasNextPage);
  // After a failed page only the button asks again: a failing server is not to be asked without end.
  const end = useIntersection(
    hasNextPage && !isFetchingNextPage && !isFetchNextPageError,
    () => void fetchNextPage(),
  );

  const [reachedId, setReachedId] = useState<string | null>(null);
  const isWide = useMediaQuery('(min-width: 80rem)');
  const beside =
    shown.records.find(({ id }) => id === reachedId) ??
    shown.records.find(({ batchId }) => batchId !== null && batchId === reachedId) ??
    shown.records[0];
  const currentId = reachedId ?? (isWide ? (beside?.batchId ?? beside?.id ?? null) : null);
  // A record's own ID is never that of a batch.
  const batch = currentId === null ? [] : shown.records.filter(({ batchId }) => batchId === currentId);
  const { whyNotConfirm } = useWhyNotConfirm();
  const keys = useJournalKeys({
    list,
    currentId,
    records: shown.records,
    hasMore: hasNextPage,
    whyNotConfirm,
    confirmations,
  });
  const { confirmBatch } = keys;

  return (
    <RowStatesContext value={{ currentId, confirming, whyNotConfirm, confirmBatch }}>
      <p role="status" className="sr-only">
        {keys.message}
      </p>
      <div
        className={cx(
          'items-start xl:gap-5',
          entries?.length !== 0 && 'xl:grid xl:grid-cols-[minmax(0,1fr)_21rem]',
        )}
      >
        <div className="min-w-0 space-y-5">
          <div
            ref={list}
            onFocus={({ target }) => setReachedId((before) => rowIdOf(list.current, target) ?? before)}
          >
            <FloatingNotices>
              <ChangesButton count={changes} onShow={show} />
              {failure !== null && (
                <FailureNotice
                  error={failure.error}
                  refused={`${identityText(failure.record)}: not confirmed.`}
                  indeterminate={`${identityText(failure.record)}: we do not know if it was confirmed.`}
                />
              )}
              {journal.isRefetchError && (
                <StaleNotice isFloating asOf={journal.dataUpdatedAt} refresh={() => void journal.refetch()} />
              )}
            </FloatingNotices>
            {entries === undefined ? (
              journal.isError ? (
                <NotLoaded title="The journal could not be loaded" retry={() => void journal.refetch()}>
                  Nothing on record is lost.
                </NotLoaded>
              ) : (
                <ActivitySkeleton />
              )
            ) : entries.length === 0 ? (
              <EmptyJournal filters={filters} onClear={() => onFilter({})} />
            ) : (
              <Card as="div" className="@container overflow-clip">
                <JournalDays entries={entries} isFiltered={isFiltered} renderBatchState={renderBatchState} />
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
        {isWide && beside !== undefined && (
          <div className="sticky top-4 max-h-[calc(100dvh-2rem)] min-w-0 overflow-y-auto rounded-lg">
            <SidePanel
              record={beside}
              toConfirm={toConfirm}
              onNext={keys.goToNext}
              batch={
                currentId === null || batch.length === 0
                  ? null
                  : {
                      id: currentId,
                      records: batch,
                      state: renderBatchState(currentId, isFiltered ? batch.length : undefined),
                    }
              }
            />
          </div>
        )}
      </div>
      {keys.asked !== null && (
        <NoteDialog
          record={keys.asked}
          onConfirm={(note) => keys.answerNote(note)}
          onClose={() => keys.answerNote(null)}
        />
      )}
    </RowStatesContext>
  );
}
