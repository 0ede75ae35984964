import { ChevronRight } from 'lucide-react';
import { use, useState, type ReactNode } from 'react';
import { isUnconfirmed, outcomes, views, type BatchSummary, type Cancellation } from '@/contract';
import { Badge } from '@/components/ui/badge';
import { TextLink } from '@/components/ui/text-link';
import { identityText } from '@/common/identity';
import { OutcomeBadge } from '@/common/outcome-badge';
import { ActivityEntry } from './activity-entry';
import { ConfirmBatch } from './confirm-batch';
import { ConfirmedBy } from './confirmed-by';
import { JournalRow } from './journal-row';
import { RowStatesContext } from './row-state';

/** IDs of the batches whose entries are open: they still are when the journal is shown again. */
const opened = new Set<string>();

/** The cancellations of one batch as one entry, which opens. */
export function BatchEntry({
  id,
  records,
  state,
}: {
  id: string;
  records: [Cancellation, ...Cancellation[]];
  state: ReactNode;
}) {
  const [wasOpened] = useState(() => opened.has(id));
  // Newest first: the batch began with the last one.
  const first = records.at(-1) ?? records[0];
  const counts = ([...outcomes, null] as const)
    .map((outcome) => ({ outcome, count: records.filter((record) => record.outcome === outcome).length }))
    .filter(({ count }) => count > 0);
  const { currentId } = use(RowStatesContext);
  return (
    <li className="border-t border-line first:border-t-0">
      <details
        className="group"
        open={wasOpened}
        onToggle={({ currentTarget }) => (currentTarget.open ? opened.add(id) : opened.delete(id))}
      >
        <JournalRow
          as="summary"
          isCurrent={currentId === id}
          outcome={counts.map((count) => (
            <OutcomeBadge key={count.outcome} {...count} />
          ))}
          person={first.person}
          reason={first.reason}
          at={first.requestedAt}
          confirmed={<BatchConfirmed records={records} />}
        >
          <span data-journal-batch={id} className="flex items-center gap-x-1 text-base font-semibold">
            <ChevronRight
              aria-hidden="true"
              className="-ml-1 size-4 shrink-0 transition-transform group-open:rotate-90"
            />
            {/* It comes later: the row is as high before. */}
            <span className="line-clamp-1 @3xl:line-clamp-2">{state}</span>
          </span>
          <span className="mt-0.5 line-clamp-1 text-xs wrap-anywhere text-ink-faint tabular @3xl:line-clamp-2">
            {records.map(identityText).join('; ')}
          </span>
        </JournalRow>
        <div className="border-t border-line bg-canvas pl-4">
          <p className="flex flex-wrap items-center gap-4 px-4 py-2 text-sm">
            <TextLink href={views.batch(id)}>View batch</TextLink>
            <ConfirmBatch id={id} records={records} />
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

/** Who confirmed the outcomes of a batch, or how many of them are confirmed or wait for it. */
function BatchConfirmed({ records }: { records: readonly Cancellation[] }) {
  const confirmations = records.flatMap(({ confirmation }) => confirmation ?? []);
  const toConfirm = records.filter(isUnconfirmed).length;
  const [person, ...others] = new Set(confirmations.map((confirmation) => confirmation.person));
  if (person === undefined)
    return <span className="text-ink-soft">{toConfirm === 0 ? '–' : `${toConfirm} to confirm`}</span>;
  if (confirmations.length === records.length) return <ConfirmedBy people={[person, ...others]} />;
  return (
    <span className="text-ink-soft">
      <span>{`${confirmations.length} of ${records.length}`}</span>
      <span className="sr-only"> confirmed</span>
    </span>
  );
}

/** A batch that ended before its first cancellation: the journal has no record of it. */
export function UnrecordedBatch({ batch, state }: { batch: BatchSummary; state: ReactNode }) {
  return (
    <JournalRow
      outcome={
        <Badge tone="neutral" dot>
          Not tried
        </Badge>
      }
      person={batch.person}
      reason={batch.reason}
      at={batch.requestedAt}
      confirmed={<span className="text-ink-faint">–</span>}
    >
      <span className="flex flex-wrap items-center gap-x-1 text-base">
        <TextLink variant="title" href={views.batch(batch.id)} className="after:absolute after:inset-0">
          Batch: no cancellation
        </TextLink>
        <span className="font-semibold">{state}</span>
      </span>
    </JournalRow>
  );
}
