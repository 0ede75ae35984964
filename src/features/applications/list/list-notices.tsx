import { useMemo } from 'react';
import type { Application } from '@/contract';
import { ChangesButton } from '@/components/ui/changes-button';
import { StaleNotice } from '@/components/ui/stale-notice';
import { countChanges } from '../editing/list-changes';

/** How many changes of others the list holds back, and since when it could not be read anew. */
export default function ListNotices({
  listed,
  items,
  isOrderedByLast,
  onShow,
  stale,
}: {
  /** The applications as the list shows them. */
  listed: readonly Application[];
  /** The applications as they are saved now. */
  items: readonly Application[];
  /** Whether the last cancellations decide what is listed, or in which order. */
  isOrderedByLast: boolean;
  onShow: () => void;
  stale: false | { asOf: number; refresh: () => void };
}) {
  const changes = useMemo(
    () => countChanges(listed, items, isOrderedByLast),
    [listed, items, isOrderedByLast],
  );
  return (
    <>
      <ChangesButton count={changes} onShow={onShow} />
      {stale && <StaleNotice isFloating {...stale} />}
    </>
  );
}
