import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { views, type Cancellation } from '@/contract';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { CopyButton } from '@/components/ui/copy-button';
import { EmptyState } from '@/components/ui/empty-state';
import { Notice } from '@/components/ui/notice';
import { Skeleton } from '@/components/ui/skeleton';
import { ViewHeading } from '@/components/ui/view-heading';
import { environmentName, environmentTone } from '@/domain/environments';
import { ApiError } from '@/lib/api-client';
import { timeOfDay } from '@/lib/dates';
import { cancellationQuery } from '../api/get-cancellation';
import { FuseWords } from './fuse-words';
import { OutcomePanel } from './outcome-panel';
import { Timeline } from './timeline';

/** One cancellation, to be shown to anyone: what was asked, what was sent, what came back, what it means. */
export function CancellationView({ id }: { id: string }) {
  const query = useQuery(cancellationQuery(id));
  const record = query.data;
  if (record !== undefined)
    return (
      <Record
        record={record}
        notice={
          query.isRefetchError && (
            <Notice
              tone="warning"
              role="status"
              title={`Could not refresh: this record is as of ${timeOfDay(query.dataUpdatedAt)}.`}
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

function Record({ record, notice }: { record: Cancellation; notice: ReactNode }) {
  return (
    <div className="space-y-5">
      <div className="space-y-1">
        <Link href={views.activity} className="rounded text-sm text-ink-faint hover:text-ink">
          ← Activity
        </Link>
        <ViewHeading title={`Cancellation of ${record.deploymentName}`}>
          <CopyButton
            text={location.origin + views.cancellation(record.id)}
            label="Copy the link to this record"
          >
            Copy link
          </CopyButton>
        </ViewHeading>
      </div>
      {notice}
      <OutcomePanel record={record} />
      <div className="grid items-start gap-5 lg:grid-cols-[3fr_2fr]">
        <Panel title="Timeline">
          <Timeline record={record} />
        </Panel>
        <div className="space-y-5">
          <Panel title="Target">
            <Target record={record} />
          </Panel>
          {record.message !== null && record.message !== '' && (
            <Panel title="Fuse’s own words">
              <FuseWords text={record.message} />
            </Panel>
          )}
        </div>
      </div>
    </div>
  );
}

function Panel({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="rounded-lg border border-line bg-surface shadow-raised">
      <h2 className="border-b border-line px-4 py-2.5 text-base font-semibold">{title}</h2>
      <div className="px-4 py-3">{children}</div>
    </section>
  );
}

function Target({ record }: { record: Cancellation }) {
  const facts: [string, ReactNode][] = [
    ['Deployment', `${record.deploymentName} (${record.deploymentId})`],
    ['Application', `${record.applicationName} (${record.applicationId})`],
    [
      'Environment',
      <Badge key="environment" tone={environmentTone(record.environment)}>
        {environmentName(record.environment)}
      </Badge>,
    ],
    ['Fuse host', record.upstream],
    ['Person', record.person],
    ['Reason', record.reason === null || record.reason === '' ? 'None given' : record.reason],
    ['Record', record.id],
  ];
  return (
    <dl className="space-y-2 text-sm">
      {facts.map(([term, value]) => (
        <div key={term} className="grid grid-cols-[6rem_1fr] gap-3">
          <dt className="text-ink-faint">{term}</dt>
          <dd className="min-w-0 wrap-anywhere whitespace-pre-wrap tabular">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
