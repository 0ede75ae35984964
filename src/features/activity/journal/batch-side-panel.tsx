import type { ReactNode } from 'react';
import { views, type Cancellation } from '@/contract';
import { Card } from '@/components/ui/card';
import { TextLink } from '@/components/ui/text-link';
import { EnvironmentBadge } from '@/common/environment-badge';
import { identityIds } from '@/common/identity-lines';
import { OutcomeBadge } from '@/common/outcome-badge';
import { ConfirmBatch } from './confirm-batch';

/** The batch of the journal's current row, beside the list: each of its cancellations. */
export function BatchSidePanel({
  id,
  records,
  state,
}: {
  id: string;
  records: readonly Cancellation[];
  state: ReactNode;
}) {
  return (
    <aside aria-label="Batch">
      <Card className="space-y-3 px-4 py-3">
        <h2 className="text-lg font-semibold wrap-anywhere">{state}</h2>
        <p className="flex flex-wrap items-center gap-x-4 gap-y-2 text-sm">
          <TextLink href={views.batch(id)}>View batch</TextLink>
          <ConfirmBatch id={id} records={records} />
        </p>
        <ul className="divide-y divide-line border-t border-line text-sm">
          {records.map((record) => (
            <li key={record.id} className="space-y-1 py-2">
              <TextLink
                variant="title"
                href={views.cancellation(record.id)}
                aria-describedby={`beside-${record.id}`}
              >
                {record.deploymentName}
              </TextLink>
              <span
                id={`beside-${record.id}`}
                className="flex flex-wrap items-center gap-x-2 gap-y-1 text-xs text-ink-soft tabular"
              >
                <OutcomeBadge outcome={record.outcome} />
                <EnvironmentBadge name={record.environment} />
                <span className="min-w-0 wrap-anywhere">{identityIds(record)}</span>
              </span>
            </li>
          ))}
        </ul>
      </Card>
    </aside>
  );
}
