import { FileText, MonitorUp } from 'lucide-react';
import type { ReactNode } from 'react';
import { views, type Application, type BatchSummary, type JournalFilters } from '@/contract';
import { ButtonLink } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { lazyPart } from '@/components/ui/lazy-part';
import { ViewHeading } from '@/components/ui/view-heading';
import { useToConfirm } from '../api/to-confirm';
import { ActivityFilters } from './activity-filters';
import { ActivitySkeleton } from './activity-skeleton';
import { ActivityTabs } from './activity-tabs';
import { ExportLinks } from './export-links';
import { addressOf, type OnFilter } from './filters';
import { Journal } from './journal';
import { NewOutcomes } from './new-outcomes';

const Histogram = lazyPart(() => import('../histogram/histogram'));

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
  onFilter: OnFilter;
  /** Batches that ended before their first cancellation, newest first. */
  unrecorded: readonly BatchSummary[];
  /** The state of a batch as a whole: its untried targets have no record. */
  renderBatchState: (id: string, shownCount?: number) => ReactNode;
}) {
  const toConfirm = useToConfirm();
  return (
    <div className="space-y-5">
      <ViewHeading title="Activity" mark={toConfirm === '' ? '' : `(${toConfirm})`}>
        <ExportLinks filters={filters ?? {}} />
        <ButtonLink href={`${views.report}?${addressOf(filters ?? {}, false)}`}>
          <FileText aria-hidden="true" className="size-4" />
          Shift report
        </ButtonLink>
        <ButtonLink href={views.wall}>
          <MonitorUp aria-hidden="true" className="size-4" />
          Wall
        </ButtonLink>
      </ViewHeading>
      <ActivityTabs current="cancellations" />
      {/* Above the filters: none of them moves it while somebody drags in it. As high before it is there. */}
      <Card as="div" className="min-h-52 min-[22rem]:min-h-47 sm:min-h-38 lg:min-h-33">
        {filters !== undefined && <Histogram filters={filters} onFilter={onFilter} />}
      </Card>
      <ActivityFilters
        filters={filters ?? {}}
        applications={applications}
        toConfirm={toConfirm}
        toConfirmFirst={toConfirmFirst}
        onChange={onFilter}
      />
      <NewOutcomes />
      {filters === undefined ? (
        <ActivitySkeleton />
      ) : (
        <Journal
          filters={filters}
          toConfirm={toConfirm}
          onFilter={onFilter}
          // These have no outcome, no deployment and nothing to confirm: no filter matches them.
          unrecorded={Object.keys(filters).length === 0 ? unrecorded : noBatches}
          renderBatchState={renderBatchState}
        />
      )}
    </div>
  );
}
