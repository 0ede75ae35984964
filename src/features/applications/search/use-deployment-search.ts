import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import { useDeferredValue, useEffect, useMemo } from 'react';
import type { Application } from '@/contract';
import { deploymentKey } from '@/contract/ids';
import { firstIdle } from '@/lib/idle';
import { countDeployments } from './count-deployments';
import type { FuzzyMatches } from './find-similar';
import { formatSearchParams, type ListSearchParams } from './search-params';

export interface SearchResult {
  applications: Application[];
  count: number;
  /** The folded words to highlight. */
  words: readonly string[];
  /**
   * `similar`: nothing contains the words themselves, these come close. `searching`: that is not known yet. `loading`:
   * the code of the search is not there yet.
   */
  kind: 'exact' | 'similar' | 'searching' | 'loading';
}

const nothing: Application[] = [];

/** The code of the search is fetched in the first idle moment, or as soon as something is searched for. */
export const searchEngineQuery = queryOptions({
  queryKey: ['search-engine'],
  queryFn: () => import('./search-engine'),
  staleTime: Infinity,
  gcTime: Infinity,
});

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
export function useDeploymentSearch(items: Application[], params: ListSearchParams) {
  const isWanted = formatSearchParams(params).size > 0;
  const { data: engine, isError, refetch } = useQuery({ ...searchEngineQuery, enabled: isWanted });
  const client = useQueryClient();
  useEffect(() => void firstIdle().then(() => client.prefetchQuery(searchEngineQuery)), [client]);
  const findExact = useMemo(() => engine?.createFinder(), [engine]);
  const search = useMemo(() => {
    if (!isWanted || engine === undefined || findExact === undefined) return null;
    const words = engine.wordsOf(params.q);
    const exact = findExact(items, params);
    const isMissed = exact.length === 0 && words.length > 0;
    return { engine, words, exact, filtered: isMissed ? engine.find(items, { ...params, q: '' }) : null };
  }, [isWanted, engine, findExact, items, params]);
  const filtered = search?.filtered ?? null;
  const { similar, retry } = useSimilar(filtered ?? nothing, filtered === null ? '' : params.q);
  const result = useMemo((): SearchResult => {
    if (!isWanted) return { applications: items, count: countDeployments(items), words: [], kind: 'exact' };
    if (search === null) return { applications: nothing, count: 0, words: [], kind: 'loading' };
    const matches = search.filtered && similar ? only(search.filtered, new Set(similar.keys)) : search.exact;
    const applications = search.engine.sortApplications(matches, params.sort);
    return {
      applications,
      count: countDeployments(applications),
      words: search.filtered && similar ? similar.words : search.words,
      kind:
        search.filtered === null
          ? 'exact'
          : !similar
            ? 'searching'
            : matches.length > 0
              ? 'similar'
              : 'exact',
    };
  }, [isWanted, items, search, similar, params.sort]);
  return { ...result, engine, retry: isWanted && isError ? () => void refetch() : retry };
}

/** The applications with those of their deployments that have one of these keys. */
function only(applications: Application[], keys: ReadonlySet<string>): Application[] {
  return applications.flatMap((application) => {
    const deployments = application.deployments.filter((deployment) => keys.has(deploymentKey(deployment)));
    return deployments.length === 0 ? [] : [{ ...application, deployments }];
  });
}
