import { ChevronRight } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { Link } from 'wouter';
import { outcomes, views, type Cancellation } from '@/contract';
import { Badge } from '@/components/ui/badge';
import { TimeText } from '@/components/ui/time-text';
import { outcomeLabel } from '@/common/outcome-labels';
import { ActivityEntry } from './activity-entry';
import { isolated } from '@/lib/isolated';

/** The entries that somebody has opened: whoever comes back from a record finds them so. */
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
  // The journal has the newest first: the last of these is the one that the batch began with.
  const first = records.at(-1) ?? records[0];
  const counts = ([...outcomes, null] as const)
    .map((outcome) => ({ outcome, count: records.filter((one) => one.outcome === outcome).length }))
    .filter(({ count }) => count > 0);
  return (
    <li className="border-t border-line first:border-t-0">
      <details
        className="group"
        open={wasOpened}
        onToggle={({ currentTarget }) => (currentTarget.open ? opened.add(id) : opened.delete(id))}
      >
        <summary className="grid min-h-17.5 list-none content-start gap-x-4 gap-y-1 px-4 py-3 hover:bg-hover/50 sm:grid-cols-[17rem_1fr_auto] [&::-webkit-details-marker]:hidden">
          <span className="flex flex-wrap items-center gap-1.5 self-start">
            {counts.map(({ outcome, count }) => {
              const { label, tone } = outcomeLabel(outcome);
              return (
                <Badge key={label} tone={tone} dot>
                  {`${count} ${label.toLowerCase()}`}
                </Badge>
              );
            })}
          </span>
          <span className="min-w-0 text-sm">
            <span className="flex flex-wrap items-center gap-x-1 text-base font-semibold">
              <ChevronRight
                aria-hidden="true"
                className="-ml-1 size-4 shrink-0 transition-transform group-open:rotate-90"
              />
              <span>{`Batch: ${records.length} ${isFiltered ? 'shown' : records.length === 1 ? 'cancellation' : 'cancellations'}`}</span>
              {state}
            </span>
            <span className="line-clamp-1 wrap-anywhere text-ink-soft">
              {records.map((one) => isolated(one.deploymentName)).join(', ')}
            </span>
            {first.reason !== null && first.reason !== '' && (
              <span className="line-clamp-2 wrap-anywhere text-ink-soft">{first.reason}</span>
            )}
          </span>
          <span className="text-xs text-ink-soft sm:text-right">
            <span className="block text-sm wrap-anywhere">{first.person}</span>
            <span className="mt-1 block text-ink-faint">
              <TimeText iso={first.requestedAt} />
            </span>
          </span>
        </summary>
        <div className="border-t border-line bg-canvas pl-4">
          <p className="px-4 py-2 text-sm">
            <Link
              href={views.batch(id)}
              className="rounded font-medium text-accent underline-offset-4 hover:underline"
            >
              View batch
            </Link>
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
