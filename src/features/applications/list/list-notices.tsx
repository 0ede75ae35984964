import { useMemo } from 'react';
import type { Application, Pin } from '@/contract';
import { ChangesButton } from '@/components/ui/changes-button';
import { StaleNotice } from '@/components/ui/stale-notice';
import { countChanges, countPinChanges } from '../editing/list-changes';
import { CountAnnouncement } from '../search/count-announcement';
import type { SearchResult } from '../search/use-deployment-search';

interface Content {
  items: readonly Application[];
  pins: readonly Pin[];
}

/**
 * How many changes of others the list holds back, since when it could not be read anew, and, for screen readers, how many
 * deployments were found.
 */
export default function ListNotices({
  held,
  present,
  isOrderedByLast,
  onShow,
  stale,
  found,
  isNarrowed,
}: {
  /** The applications and the pins as the list shows them. */
  held: Content;
  /** The same as they are saved now. */
  present: Content;
  /** Whether the last cancellations decide what is listed, or in which order. */
  isOrderedByLast: boolean;
  onShow: () => void;
  stale: false | { asOf: number; refresh: () => void };
  found: SearchResult;
  /** Whether anything is searched for or filtered by. */
  isNarrowed: boolean;
}) {
  const changes = useMemo(
    () => countChanges(held.items, present.items, isOrderedByLast) + countPinChanges(held.pins, present.pins),
    [held, present, isOrderedByLast],
  );
  return (
    <>
      <ChangesButton count={changes} onShow={onShow} />
      {stale && <StaleNotice isFloating {...stale} />}
      <CountAnnouncement found={found} isNarrowed={isNarrowed} />
    </>
  );
}
