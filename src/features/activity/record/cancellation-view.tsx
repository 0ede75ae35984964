import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { views, type CancellationDetail } from '@/contract';
import { ButtonLink } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { EmptyState, NotLoaded } from '@/components/ui/empty-state';
import { Skeleton } from '@/components/ui/skeleton';
import { StaleNotice } from '@/components/ui/stale-notice';
import { TextLink } from '@/components/ui/text-link';
import { ViewHeading } from '@/components/ui/view-heading';
import { isPageTitle } from '@/common/outcome-words';
import { ApiError } from '@/lib/api-client';
import { cancellationQuery } from '../api/get-cancellation';
import { useNextToConfirm, useToConfirm } from '../api/to-confirm';
import { VerifyPanel } from '../verify/verify-panel';
import { ConfirmPanel } from './confirm-panel';
import { useRecordSharing } from './record-sharing';
import { OutcomePanel } from './outcome-panel';
import { RecordHeader } from './record-header';
import { RecordTarget } from './record-target';
import { Timeline } from './timeline';
import { useConfirmation } from './use-confirmation';
import { useWhyNotConfirm } from './use-why-not-confirm';

/** The view of one cancellation: the request, what was sent, the answer, and what it means. */
export function CancellationView({ id }: { id: string }) {
  const query = useQuery(cancellationQuery(id));
  const record = query.data;
  if (record !== undefined)
    return (
      <CancellationRecord
        record={record}
        notice={query.isRefetchError && <StaleNotice asOf={query.dataUpdatedAt} />}
      />
    );
  if (query.error instanceof ApiError && [400, 404].includes(query.error.problem.status))
    return (
      <div className="space-y-5">
        <ViewHeading title="No such cancellation" />
        <EmptyState
          title="The journal has no record with this ID"
          action={<TextLink href={views.activity}>See all activity</TextLink>}
        >
          <span className="wrap-anywhere tabular">{id}</span>
        </EmptyState>
      </div>
    );
  return (
    <div className="space-y-5">
      <ViewHeading title="Cancellation" />
      {query.isError ? (
        <NotLoaded title="The record could not be loaded" retry={() => void query.refetch()} />
      ) : (
        <div role="status" aria-label="Loading the record" className="space-y-4">
          <Skeleton className="h-64 w-full" />
          <Skeleton className="h-64 w-full" />
        </div>
      )}
    </div>
  );
}

function CancellationRecord({ record, notice }: { record: CancellationDetail; notice: ReactNode }) {
  const { buttons, fallback } = useRecordSharing(record);
  const confirmation = useConfirmation(record);
  const isUnknown = record.outcome === 'unknown';
  const confirm = <ConfirmPanel record={record} state={confirmation} />;
  const { whyNotChange } = useWhyNotConfirm();
  const verify = record.outcome !== null && (
    <VerifyPanel cancellationId={record.id} whyNot={whyNotChange(record)} />
  );
  const timeline = (
    <Card title="Timeline">
      <Timeline record={record} />
    </Card>
  );
  const facts = (
    <>
      {record.message !== null && record.message !== '' && (
        <Card title={isPageTitle(record) ? 'Title of the web page that came back' : 'Fuse’s own words'}>
          <FuseWords text={record.message} />
        </Card>
      )}
      <Card title="Target">
        <RecordTarget record={record} />
      </Card>
    </>
  );
  return (
    <div className="space-y-5">
      <div className="space-y-2">
        {/* What is next to confirm is known later than the rest: its room is kept. */}
        <div className="flex min-h-9 flex-wrap items-center gap-x-2 gap-y-2">
          <p className="mr-auto flex min-h-9 flex-wrap items-center gap-x-4 text-sm text-ink-faint">
            <TextLink variant="quiet" href={views.activity}>
              ← Activity
            </TextLink>
            {record.batchId !== null && (
              <TextLink variant="quiet" href={views.batch(record.batchId)}>
                Part of a batch
              </TextLink>
            )}
          </p>
          <NextToConfirm id={record.id} />
          <div className="flex flex-wrap items-center gap-2 max-sm:basis-full">{buttons}</div>
        </div>
        {fallback}
      </div>
      <RecordHeader record={record} state={confirmation} />
      {notice}
      <OutcomePanel record={record} />
      {isUnknown ? (
        // Whoever confirms an unknown outcome checks first: the check stands above its confirmation.
        <div className="grid items-start gap-4 lg:grid-cols-[3fr_2fr]">
          <div className="min-w-0 space-y-5">
            {verify}
            {confirm}
          </div>
          <div className="min-w-0 space-y-5">
            {timeline}
            {facts}
          </div>
        </div>
      ) : (
        <div className="grid items-start gap-4 lg:grid-cols-[3fr_2fr]">
          <div className="min-w-0 space-y-5 lg:order-last">
            {confirm}
            {facts}
          </div>
          <div className="min-w-0 space-y-5">
            {timeline}
            {verify}
          </div>
        </div>
      )}
    </div>
  );
}

/** Fuse's message, as text and nothing else; a long one is folded. */
function FuseWords({ text }: { text: string }) {
  const words = <pre className="font-mono text-xs wrap-anywhere whitespace-pre-wrap">{text}</pre>;
  if (text.length <= 400) return words;
  return (
    <details>
      <summary className="text-sm font-medium wrap-anywhere">
        <span>{`${text.slice(0, 120)}… `}</span>
        <span className="font-normal text-ink-faint">{`(${text.length} characters)`}</span>
      </summary>
      <div className="mt-2">{words}</div>
    </details>
  );
}

/** Leads from one record to the next one that is to be confirmed, with their number; absent where there is none. */
function NextToConfirm({ id }: { id: string }) {
  const count = useToConfirm();
  const { whyNotConfirm } = useWhyNotConfirm();
  const next = useNextToConfirm(id, (record) => whyNotConfirm(record) === undefined);
  if (next === null) return null;
  return <ButtonLink href={views.cancellation(next)}>{`Next to confirm (${count})`}</ButtonLink>;
}
