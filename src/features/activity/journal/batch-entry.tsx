import { ChevronRight } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { outcomes, views, type BatchSummary, type Cancellation } from '@/contract';
import { Badge } from '@/components/ui/badge';
import { ListEntry } from '@/components/ui/list-entry';
import { TextLink } from '@/components/ui/text-link';
import { OutcomeBadge } from '@/common/badges';
import { isolated } from '@/lib/isolated';
import { ActivityEntry, Reason } from './activity-entry';

/** IDs of the batches whose entries are open: they still are when the journal is shown again. */
const opened = new Set<string>();

/** The cancellations of one batch as one entry, which opens. */
export function BatchEntry({
  id,
  records,
  isFiltered,
  state,
}: {
  id: string;
  records: [Cancellation, ...Cancellation[]];
  /** Whether some of its cancellations may be left out. */
  isFiltered: boolean;
  state: ReactNode;
}) {
  const [wasOpened] = useState(() => opened.has(id));
  // Newest first: the batch began with the last one.
  const first = records.at(-1) ?? records[0];
  const counts = ([...outcomes, null] as const)
    .map((outcome) => ({ outcome, count: records.filter((record) => record.outcome === outcome).length }))
    .filter(({ count }) => count > 0);
  return (
    <li className="border-t border-line first:border-t-0">
      <details
        className="group"
        open={wasOpened}
        onToggle={({ currentTarget }) => (currentTarget.open ? opened.add(id) : opened.delete(id))}
      >
        <ListEntry
          as="summary"
          badges={counts.map((count) => (
            <OutcomeBadge key={count.outcome} {...count} />
          ))}
          person={first.person}
          at={first.requestedAt}
        >
          <span className="flex flex-wrap items-center gap-x-1 text-base font-semibold">
            <ChevronRight
              aria-hidden="true"
              className="-ml-1 size-4 shrink-0 transition-transform group-open:rotate-90"
            />
            <span>{`Batch: ${records.length} ${isFiltered ? 'shown' : records.length === 1 ? 'cancellation' : 'cancellations'}`}</span>
            {state}
          </span>
          <span className="line-clamp-1 wrap-anywhere text-ink-soft">
            {records.map(({ deploymentName }) => isolated(deploymentName)).join(', ')}
          </span>
          <Reason text={first.reason} />
        </ListEntry>
        <div className="border-t border-line bg-canvas pl-4">
          <p className="px-4 py-2 text-sm">
            <TextLink href={views.batch(id)}>View batch</TextLink>
          </p>
          <ol aria-label="Cancellations of this batch">
            {records.map((record) => (
              <ActivityEntry key={record.id} record={record} />
            ))}
          </ol>
        </div>
      </details>
    </li>
  );
}

/** A batch that ended before its first cancellation: the journal has no record of it. */
export function UnrecordedBatch({ batch, state }: { batch: BatchSummary; state: ReactNode }) {
  return (
    <ListEntry
      badges={
        <Badge tone="neutral" dot>
          Not tried
        </Badge>
      }
      person={batch.person}
      at={batch.requestedAt}
    >
      <span className="flex flex-wrap items-center gap-x-1 text-base">
        <TextLink variant="title" href={views.batch(batch.id)}>
          Batch: no cancellation
        </TextLink>
        <span className="font-semibold">{state}</span>
      </span>
      <Reason text={batch.reason} />
    </ListEntry>
  );
}
