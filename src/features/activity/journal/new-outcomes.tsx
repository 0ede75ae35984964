import { useInfiniteQuery } from '@tanstack/react-query';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import type { Cancellation } from '@/contract';
import { identityText } from '@/common/identity';
import { outcomeLabel } from '@/common/outcome-labels';
import { journalQuery } from '../api/list-cancellations';

/**
 * Tells a screen reader once of each outcome that has come to be confirmed since the page was opened, on whichever view.
 * `isTold` says whether the page tells of it in another way.
 */
export function NewOutcomes({ isTold }: { isTold: (record: Cancellation) => boolean }) {
  const { data } = useInfiniteQuery(journalQuery({ confirmed: 'no' }));
  const [message, setMessage] = useState('');
  const known = useRef<{ ids: Set<string>; pages: number; oldest: string } | null>(null);
  const told = useEffectEvent(isTold);
  useEffect(() => {
    if (data === undefined) return;
    const records = data.pages.flatMap(({ items }) => items);
    const before = known.current;
    known.current = {
      ids: new Set([...(before?.ids ?? []), ...records.map(({ id }) => id)]),
      pages: data.pages.length,
      // What is older comes from a later page, and is not new.
      oldest: data.pages.some(({ nextCursor }) => nextCursor === null)
        ? ''
        : (records.at(-1)?.requestedAt ?? ''),
    };
    if (before === null || before.pages !== data.pages.length) return;
    const fresh = records.filter(
      (record) => !before.ids.has(record.id) && record.requestedAt >= before.oldest && !told(record),
    );
    if (fresh.length > 0) setMessage(announcement(fresh));
  }, [data]);
  return (
    <p role="status" className="sr-only">
      {message}
    </p>
  );
}

function announcement(records: readonly Cancellation[]): string {
  const [record] = records;
  if (record === undefined || records.length > 1) return `${records.length} new outcomes to confirm.`;
  return `New to confirm: ${outcomeLabel(record.outcome).label}, ${identityText(record)}.`;
}
