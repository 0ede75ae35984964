import { useMemo } from 'react';
import type { Application, Pin } from '@/contract';
import { ChangesButton } from '@/components/ui/changes-button';
import { StaleNotice } from '@/components/ui/stale-notice';
import { countChanges, countPinChanges } from '../editing/list-changes';

interface Content {
  items: readonly Application[];
  pins: readonly Pin[];
}

/** How many changes of others the list holds back, and since when it could not be read anew. */
export default function ListNotices({
  held,
  present,
  isOrderedByLast,
  onShow,
  stale,
}: {
  /** The applications and the pins as the list shows them. */
  held: Content;
  /** The same as they are saved now. */
  present: Content;
  /** Whether the last cancellations decide what is listed, or in which order. */
  isOrderedByLast: boolean;
  onShow: () => void;
  stale: false | { asOf: number; refresh: () => void };
}) {
  const changes = useMemo(
    () => countChanges(held.items, present.items, isOrderedByLast) + countPinChanges(held.pins, present.pins),
    [held, present, isOrderedByLast],
  );
  return (
    <>
      <ChangesButton count={changes} onShow={onShow} />
      {stale && <StaleNotice isFloating {...stale} />}
    </>
  );
}
