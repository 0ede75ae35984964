import { useState } from 'react';
import { counted } from '@/lib/grouped';
import { useRested } from '@/lib/use-rested';
import type { SearchResult } from './use-deployment-search';

function announcementOf({ kind, count }: SearchResult, isNarrowed: boolean): string {
  if (kind === 'loading' || kind === 'searching') return '';
  if (kind === 'similar') return `No exact match, ${counted(count, 'similar deployment')}`;
  return `${counted(count, 'deployment')}${isNarrowed ? ' found' : ''}`;
}

/** Tells a screen reader how many deployments were found, from the first search or filter on. */
export function CountAnnouncement({ found, isNarrowed }: { found: SearchResult; isNarrowed: boolean }) {
  const [isUsed, setUsed] = useState(isNarrowed);
  if (isNarrowed && !isUsed) setUsed(true);
  const announced = useRested(isUsed ? announcementOf(found, isNarrowed) : '');
  return (
    <span role="status" className="sr-only">
      {announced}
    </span>
  );
}
