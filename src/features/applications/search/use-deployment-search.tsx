import { useEffect, useMemo, useState, type ReactNode } from 'react';
import type { Application } from '@/contract';
import { onDemand, PartFailed } from '@/components/ui/on-demand';
import type { ListSearchParams } from './search-params';
import { countDeployments, createFinder, wordsOf } from './search';
import type { inOrder } from './sorting';

const FindSimilar = onDemand(() => import('./find-similar'), null, NotSearched);

/** What comes close to a finding that nothing contains. */
export interface FuzzyMatches {
  finding: ListSearchParams;
  applications: Application[];
  words: readonly string[];
}

interface SearchResult {
  applications: Application[];
  count: number;
  /** What to mark. */
  words: readonly string[];
  /** `similar`: nothing contains the words themselves; these come close. `looking`: that is not known yet. */
  kind: 'exact' | 'similar' | 'looking';
}

/**
 * What fits a finding. Words that are contained are found at once; only when nothing contains them is an
 * index tolerant of typos fetched and asked, by `search`, so that a near miss never stands among the hits.
 */
export function useDeploymentSearch(
  items: Application[],
  wanted: ListSearchParams,
  /** Fetched later than the list; until then nothing is sorted. */
  sort: typeof inOrder | undefined,
): { found: SearchResult; search: ReactNode } {
  const words = useMemo(() => wordsOf(wanted.q), [wanted.q]);
  const [find] = useState(createFinder);
  const exact = useMemo(() => find(items, wanted), [find, items, wanted]);
  const [near, setNear] = useState<FuzzyMatches | null>(null);
  const missed = exact.length === 0 && words.length > 0;
  const known = missed && near?.finding === wanted ? near : null;
  const unsorted = known?.applications ?? exact;
  const found = useMemo(() => {
    const applications = sort?.(unsorted, wanted.sort) ?? unsorted;
    const kind = known === null ? 'looking' : known.applications.length > 0 ? 'similar' : 'exact';
    return {
      applications,
      count: countDeployments(applications),
      words: known?.words ?? words,
      kind: missed ? kind : 'exact',
    } as const;
  }, [sort, unsorted, wanted.sort, known, words, missed]);
  const search = missed && <FindSimilar items={items} finding={wanted} onFound={setNear} />;
  return { found, search };
}

/** Without the index nothing is being looked for: nothing contains the words, and that is all that is known. */
function NotSearched({
  finding,
  onFound,
  tryAgain,
}: {
  finding: ListSearchParams;
  onFound: (near: FuzzyMatches) => void;
  tryAgain: () => void;
}) {
  useEffect(() => onFound({ finding, applications: [], words: [] }), [finding, onFound]);
  return <PartFailed tryAgain={tryAgain} />;
}
