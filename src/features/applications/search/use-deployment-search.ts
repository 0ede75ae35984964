import { queryOptions, useQuery } from '@tanstack/react-query';
import { useDeferredValue, useMemo, useState } from 'react';
import type { Application } from '@/contract';
import { deploymentKey } from '@/contract/ids';
import type { FuzzyMatches } from './find-similar';
import { countDeployments, createFinder, find, wordsOf } from './search';
import type { ListSearchParams } from './search-params';
import { sortApplications } from './sorting';

interface SearchResult {
  applications: Application[];
  count: number;
  /** The folded words to highlight. */
  words: readonly string[];
  /** `similar`: nothing contains the words themselves, these come close. `searching`: that is not known yet. */
  kind: 'exact' | 'similar' | 'searching';
}

/** The code for typing errors is fetched with the first search that nothing contains. */
const findSimilarQuery = queryOptions({
  queryKey: ['find-similar'],
  queryFn: () => import('./find-similar'),
  staleTime: Infinity,
});

/**
 * What comes close to a search, or undefined until that is known; the search is empty where nothing is looked for.
 * Where the code for it cannot be fetched nothing is similar, and `retry` tries again.
 */
export function useSimilar(
  applications: readonly Application[],
  q: string,
): { similar: FuzzyMatches | undefined; retry: (() => void) | undefined } {
  const { data: code, isError, refetch } = useQuery({ ...findSimilarQuery, enabled: q !== '' });
  // Ten thousand texts take longer than a keystroke may: the letters are painted first.
  const search = useDeferredValue(useMemo(() => ({ applications, q }), [applications, q]));
  const similar = useMemo(
    () => (search.q !== '' && code ? code.findSimilar(search.applications, search.q) : undefined),
    [code, search],
  );
  if (isError && q !== '') return { similar: { keys: [], words: [] }, retry: () => void refetch() };
  return { similar: search.q === q ? similar : undefined, retry: undefined };
}

/**
 * The deployments that match the search and the filters. Words that are contained are found at once; only when nothing
 * contains them does the list show what comes close, so that a near miss never stands among the hits.
 */
export function useDeploymentSearch(
  items: Application[],
  params: ListSearchParams,
): SearchResult & { retry: (() => void) | undefined } {
  const words = useMemo(() => wordsOf(params.q), [params.q]);
  const [findExact] = useState(createFinder);
  const exact = useMemo(() => findExact(items, params), [findExact, items, params]);
  const isMissed = exact.length === 0 && words.length > 0;
  const filtered = useMemo(
    () => (isMissed ? find(items, { ...params, q: '' }) : []),
    [isMissed, items, params],
  );
  const { similar, retry } = useSimilar(filtered, isMissed ? params.q : '');
  const result = useMemo(() => {
    const matches = isMissed && similar ? only(filtered, new Set(similar.keys)) : exact;
    const applications = sortApplications(matches, params.sort);
    const kind = !isMissed ? 'exact' : !similar ? 'searching' : matches.length > 0 ? 'similar' : 'exact';
    return {
      applications,
      count: countDeployments(applications),
      words: isMissed && similar ? similar.words : words,
      kind,
    } as const;
  }, [isMissed, similar, filtered, exact, params.sort, words]);
  return { ...result, retry };
}

/** The applications with those of their deployments that have one of these keys. */
function only(applications: Application[], keys: ReadonlySet<string>): Application[] {
  return applications.flatMap((application) => {
    const deployments = application.deployments.filter((deployment) => keys.has(deploymentKey(deployment)));
    return deployments.length === 0 ? [] : [{ ...application, deployments }];
  });
}
