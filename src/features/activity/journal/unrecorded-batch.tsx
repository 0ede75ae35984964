import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { views, type BatchSummary } from '@/contract';
import { Badge } from '@/components/ui/badge';
import { TimeText } from '@/components/ui/time-text';

/** A batch that ended before its first cancellation: the journal has no record of it. */
export function UnrecordedBatch({ batch, state }: { batch: BatchSummary; state: ReactNode }) {
  const { id, reason, person, requestedAt } = batch;
  return (
    <li className="grid gap-x-4 gap-y-1 border-t border-line px-4 py-3 first:border-t-0 hover:bg-hover/50 sm:grid-cols-[17rem_1fr_auto]">
      <div className="flex self-start text-sm">
        <Badge tone="neutral" dot>
          Not tried
        </Badge>
      </div>
      <div className="min-w-0 text-sm">
        <p className="flex flex-wrap items-center gap-x-1 text-base font-semibold">
          <Link href={views.batch(id)} className="rounded underline-offset-4 hover:underline">
            Batch: no cancellation
          </Link>
          {state}
        </p>
        {reason !== null && reason !== '' && (
          <p className="line-clamp-2 wrap-anywhere text-ink-soft">{reason}</p>
        )}
      </div>
      <div className="text-xs text-ink-soft sm:text-right">
        <p className="text-sm wrap-anywhere">{person}</p>
        <p className="mt-1 text-ink-faint">
          <TimeText iso={requestedAt} />
        </p>
      </div>
    </li>
  );
}
