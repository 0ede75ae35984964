import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { views, type CancellationDetail } from '@/contract';
import { Button } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { Notice } from '@/components/ui/notice';
import { Skeleton } from '@/components/ui/skeleton';
import { ViewHeading } from '@/components/ui/view-heading';
import { isPageTitle } from '@/common/outcome-words';
import { ApiError } from '@/lib/api-client';
import { asOfTime } from '@/lib/dates';
import { cancellationQuery } from '../api/get-cancellation';
import { VerifyPanel } from '../verify/verify-panel';
import { ConfirmPanel } from './confirm-panel';
import { FuseWords } from './fuse-words';
import { useRecordSharing } from './record-sharing';
import { OutcomePanel } from './outcome-panel';
import { Panel } from '@/components/ui/card';
import { Target } from './target';
import { Timeline } from './timeline';
import { isolated } from '@/lib/isolated';

/** One cancellation, to be shown to anyone: what was asked, what was sent, what came back, what it means. */
export function CancellationView({ id }: { id: string }) {
  const query = useQuery(cancellationQuery(id));
  const record = query.data;
  if (record !== undefined)
    return (
      <CancellationRecord
        record={record}
        notice={
          query.isRefetchError && (
            <Notice
              tone="warning"
              role="status"
              title={`Could not refresh: this record is as of ${asOfTime(query.dataUpdatedAt)}.`}
            />
          )
        }
      />
    );
  if (query.error instanceof ApiError && [400, 404].includes(query.error.problem.status))
    return (
      <div className="space-y-5">
        <ViewHeading title="No such cancellation" />
        <EmptyState
          title="The journal has no record by this ID"
          action={
            <Link
              href={views.activity}
              className="font-medium text-accent underline-offset-4 hover:underline"
            >
              See all activity
            </Link>
          }
        >
          <span className="wrap-anywhere tabular">{id}</span>
        </EmptyState>
      </div>
    );
  return (
    <div className="space-y-5">
      <ViewHeading title="Cancellation" />
      {query.isError ? (
        <EmptyState
          role="alert"
          title="The record could not be loaded"
          action={<Button onClick={() => void query.refetch()}>Try again</Button>}
        />
      ) : (
        <div role="status" aria-label="Loading the record" className="space-y-4">
          <Skeleton className="h-36 w-full" />
          <Skeleton className="h-64 w-full" />
        </div>
      )}
    </div>
  );
}

function CancellationRecord({ record, notice }: { record: CancellationDetail; notice: ReactNode }) {
  const { buttons, fallback } = useRecordSharing(record);
  return (
    <div className="space-y-5">
      <div className="space-y-1">
        <p className="flex flex-wrap gap-x-4 text-sm text-ink-faint">
          <Link href={views.activity} className="rounded hover:text-ink">
            ← Activity
          </Link>
          {record.batchId !== null && (
            <Link href={views.batch(record.batchId)} className="rounded hover:text-ink">
              Part of a batch
            </Link>
          )}
        </p>
        <ViewHeading title={`Cancellation of ${isolated(record.deploymentName)}`}>{buttons}</ViewHeading>
      </div>
      {fallback}
      {notice}
      <OutcomePanel record={record} />
      <div className="grid items-start gap-5 lg:grid-cols-[3fr_2fr]">
        <div className="min-w-0 space-y-5 lg:order-last">
          <ConfirmPanel record={record} />
          {record.message !== null && record.message !== '' && (
            <Panel title={isPageTitle(record) ? 'Title of the web page that came back' : 'Fuse’s own words'}>
              <FuseWords text={record.message} />
            </Panel>
          )}
          <Panel title="Target">
            <Target record={record} />
          </Panel>
        </div>
        <div className="min-w-0 space-y-5">
          <Panel title="Timeline">
            <Timeline record={record} />
          </Panel>
          {record.outcome !== null && <VerifyPanel cancellationId={record.id} />}
        </div>
      </div>
    </div>
  );
}
