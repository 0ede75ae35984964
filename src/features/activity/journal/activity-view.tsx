import { ChartColumn, FileText, ListFilter, MonitorUp } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { views, type Application, type BatchSummary, type JournalFilters } from '@/contract';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { lazyPart } from '@/components/ui/lazy-part';
import { ViewHeading } from '@/components/ui/view-heading';
import { cx } from '@/lib/cx';
import { useMediaQuery } from '@/lib/use-media-query';
import { useToConfirm } from '../api/to-confirm';
import { ActivityFilters } from './activity-filters';
import { ActivitySkeleton } from './activity-skeleton';
import { ActivityTabs } from './activity-tabs';
import { HeadingLinks } from './heading-links';
import { addressOf, countFilters, type OnFilter } from './filters';
import { Journal } from './journal';

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
  // On a phone, where the newest records come first. The chart keeps what was picked in it, once it was seen.
  const isPhone = !useMediaQuery('(min-width: 40rem)');
  const [chart, setChart] = useState<'unseen' | 'open' | 'folded'>('unseen');
  const [hasFilters, setHasFilters] = useState(false);
  const count = countFilters(filters ?? {});
  return (
    <div className="space-y-5">
      <ViewHeading title="Activity" mark={toConfirm === '' ? '' : `(${toConfirm})`}>
        <HeadingLinks
          filters={filters ?? {}}
          links={[
            {
              icon: FileText,
              text: 'Shift report',
              href: `${views.report}?${addressOf(filters ?? {}, false)}`,
            },
            { icon: MonitorUp, text: 'Wall', href: views.wall },
          ]}
        />
      </ViewHeading>
      <ActivityTabs current="cancellations" />
      <div className="flex gap-2 sm:hidden">
        <Button aria-expanded={hasFilters} onClick={() => setHasFilters(!hasFilters)}>
          <ListFilter aria-hidden="true" className="size-4" />
          <span>{`Filters${count > 0 ? ` (${count})` : ''}`}</span>
        </Button>
        <Button
          aria-expanded={chart === 'open'}
          onClick={() => setChart(chart === 'open' ? 'folded' : 'open')}
        >
          <ChartColumn aria-hidden="true" className="size-4" />
          Chart
        </Button>
      </div>
      {/* Above the filters: none of them moves it while somebody drags in it. As high before it is there. */}
      {(!isPhone || chart !== 'unseen') && (
        <Card
          as="div"
          className={cx(
            'min-h-52 min-[22rem]:min-h-47 sm:min-h-38 lg:min-h-33',
            chart !== 'open' && 'max-sm:hidden',
          )}
        >
          {filters !== undefined && <Histogram filters={filters} onFilter={onFilter} />}
        </Card>
      )}
      <ActivityFilters
        isFolded={!hasFilters}
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
