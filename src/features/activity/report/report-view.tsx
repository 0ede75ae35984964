import { useQuery } from '@tanstack/react-query';
import { Printer } from 'lucide-react';
import {
  isUnconfirmed,
  outcomes,
  views,
  type Cancellation,
  type JournalFilters,
  type Session,
} from '@/contract';
import { Button } from '@/components/ui/button';
import { NotLoaded } from '@/components/ui/empty-state';
import { Notice } from '@/components/ui/notice';
import { Skeleton } from '@/components/ui/skeleton';
import { TextLink } from '@/components/ui/text-link';
import { ViewHeading } from '@/components/ui/view-heading';
import { outcomeLabel } from '@/common/outcome-labels';
import { fullTime } from '@/lib/dates';
import { grouped } from '@/lib/grouped';
import { isolated } from '@/lib/isolated';
import { toServerTime } from '@/lib/server-clock';
import { addressOf } from '../journal/filters';
import { reportLimit, spanQuery } from '../api/read-span';
import { ReportTable } from './report-table';

/** What was cancelled in a span, by whom, why and what came of it, to be printed or handed over. */
export function ReportView({
  filters,
  session,
}: {
  filters: JournalFilters;
  session: Session | null | undefined;
}) {
  const query = useQuery(spanQuery(filters));
  const { data } = query;
  const back = `${views.activity}?${addressOf(filters, false)}`;
  return (
    <div className="space-y-5">
      <div className="space-y-1">
        <p className="text-sm print:hidden">
          <TextLink variant="quiet" href={back}>
            ← Activity
          </TextLink>
        </p>
        <ViewHeading title="Shift report">
          <Button className="print:hidden" onClick={() => print()}>
            <Printer aria-hidden="true" className="size-4" />
            Print
          </Button>
        </ViewHeading>
        <p className="text-sm font-medium">{spanText(filters, query.dataUpdatedAt)}</p>
        {session && <p className="text-sm text-ink-soft">{sourceText(session)}</p>}
        {filtersText(filters) !== '' && <p className="text-sm text-ink-soft">{filtersText(filters)}</p>}
      </div>
      {data === undefined ? (
        query.isError ? (
          <NotLoaded title="The report could not be made" retry={() => void query.refetch()}>
            Nothing on record is lost.
          </NotLoaded>
        ) : (
          <div role="status" aria-label="Loading the report" className="space-y-4">
            <Skeleton className="h-9 w-full" />
            <Skeleton className="h-64 w-full" />
          </div>
        )
      ) : (
        <Report records={data.records} isCut={data.isCut} />
      )}
    </div>
  );
}

function Report({ records, isCut }: { records: readonly Cancellation[]; isCut: boolean }) {
  const needsCare = (record: Cancellation) =>
    record.outcome === null || record.outcome === 'unknown' || isUnconfirmed(record);
  const counts = [...outcomes, null].flatMap((outcome) => {
    const count = records.filter((record) => record.outcome === outcome).length;
    return count === 0 ? [] : [`${grouped(count)} ${outcomeLabel(outcome).label.toLowerCase()}`];
  });
  const unconfirmed = records.filter(isUnconfirmed).length;
  return (
    <>
      {isCut && (
        <Notice
          tone="warning"
          title={`There are more records than one report takes: it has the newest ${grouped(reportLimit)}. Choose a shorter time for the others.`}
        />
      )}
      <p className="text-base">
        <strong className="font-semibold">{`${grouped(records.length)} ${records.length === 1 ? 'cancellation' : 'cancellations'}`}</strong>
        {counts.length > 0 && <span>{`: ${counts.join(', ')}. `}</span>}
        {records.length > 0 && (
          <span>
            {unconfirmed === 0 ? 'All outcomes are confirmed.' : `${grouped(unconfirmed)} to confirm.`}
          </span>
        )}
      </p>
      <ReportTable title="Unknown or not confirmed" records={records.filter(needsCare)} />
      <ReportTable title="Known and confirmed" records={records.filter((record) => !needsCare(record))} />
    </>
  );
}

function spanText({ from, to }: JournalFilters, readAt: number): string {
  const end =
    to !== undefined
      ? fullTime(to)
      : readAt > 0
        ? fullTime(new Date(toServerTime(readAt)).toISOString())
        : 'now';
  return from === undefined ? `Everything up to ${end}` : `${fullTime(from)} to ${end}`;
}

/** Which account this is about: on paper there is no header that says it. */
function sourceText({ upstream, person }: Session): string {
  const source =
    upstream.kind === 'sandbox'
      ? 'Sandbox: no real calls'
      : `Fuse at ${upstream.host} · ${isolated(upstream.account ?? '')}`;
  return `${source} · report for ${isolated(person)}`;
}

function filtersText({
  outcome,
  applicationId,
  deploymentId,
  batchId,
  confirmed,
  person,
  q,
}: JournalFilters) {
  const parts = [
    outcome !== undefined &&
      `outcome ${outcomeLabel(outcome === 'open' ? null : outcome).label.toLowerCase()}`,
    applicationId !== undefined && `application ${applicationId}`,
    deploymentId !== undefined && `deployment ${deploymentId}`,
    batchId !== undefined && `batch ${batchId}`,
    confirmed !== undefined && (confirmed === 'yes' ? 'confirmed' : 'to confirm'),
    person !== undefined && `person ${isolated(person)}`,
    q !== undefined && `with “${isolated(q)}”`,
  ].filter((part) => part !== false);
  return parts.length === 0 ? '' : `Only: ${parts.join(', ')}`;
}
