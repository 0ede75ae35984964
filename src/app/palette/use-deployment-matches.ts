import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { Application } from '@/contract';
import { savedByKey, savedDeployments, type SavedDeployment } from '@/common/saved-deployments';
import { applicationsQuery } from '@/features/applications/api/list-applications';
import { find, wordsOf } from '@/features/applications/search/search';
import { parseSearchParams } from '@/features/applications/search/search-params';
import { useSimilar } from '@/features/applications/search/use-deployment-search';
import { fold } from '@/lib/fold';

/** The words of an item that cancels, as far as they are typed before the deployment’s name. */
const cancelWords = /^cancel\b(?: +all\b)?(?: +pending\b)?(?: +calls\b)?(?: +of\b)?/i;

const noParams = parseSearchParams(new URLSearchParams());
const noApplications: Application[] = [];

interface DeploymentMatches {
  matches: SavedDeployment[];
  /** Nothing contains the words themselves: the matches are only similar. */
  isGuess: boolean;
  /** The text begins with the words of the item that cancels. */
  isToCancel: boolean;
}

/** The saved deployments that a text in the palette may mean, the most likely first. */
export function useDeploymentMatches(text: string): DeploymentMatches {
  const applications = useQuery(applicationsQuery).data?.items ?? noApplications;
  const { exact, isToCancel } = useMemo(() => {
    if (text === '') return { exact: [], isToCancel: false };
    const matches = ownNamesFirst(applications, text);
    const target = text.replace(cancelWords, '').trim();
    if (matches.length > 0 || target === text || target === '') return { exact: matches, isToCancel: false };
    return { exact: ownNamesFirst(applications, target), isToCancel: true };
  }, [applications, text]);
  // Where the library for it cannot be fetched, only exact words find something.
  const { similar } = useSimilar(applications, exact.length === 0 ? text : '');
  const guesses = useMemo(() => {
    const byKey = savedByKey(applications);
    return similar?.keys.flatMap((key) => byKey.get(key) ?? []) ?? [];
  }, [applications, similar]);
  const isGuess = exact.length === 0;
  return { matches: isGuess ? guesses : exact, isGuess, isToCancel };
}

/** The deployments that match, those first whose own name contains every word: the others may match by their application. */
function ownNamesFirst(applications: readonly Application[], text: string): SavedDeployment[] {
  const words = wordsOf(text);
  const rank = ({ deployment }: SavedDeployment) => {
    const name = fold(deployment.name);
    return words.every((word) => name.includes(word)) ? 0 : 1;
  };
  return savedDeployments(find(applications, { ...noParams, q: text })).toSorted((a, b) => rank(a) - rank(b));
}
