import type { Application, Deployment } from '@/contract';

const someIds = /^(?:\d{3,}(?:\/\d+)?|\d+\/\d+)$/;

/** Whether a search is a list of IDs: at least two; the last of them may still be being typed. */
export function areIds(words: readonly string[]): boolean {
  return (
    words.length > 1 &&
    words.every((word, index) =>
      index === words.length - 1 ? /^\d+(?:\/\d*)?$/.test(word) : someIds.test(word),
    )
  );
}

/**
 * The applications with those of their deployments whose ID begins with any of the words. An application that is named
 * by its ID, and in which none of the other words is found, is listed whole. Empty where none is found.
 */
export function findAnyId(
  applications: readonly Application[],
  words: readonly string[],
  matchesFilters: (deployment: Deployment) => boolean,
): Application[] {
  return applications.flatMap((application) => {
    const { applicationId } = application;
    const prefixes = words.map((word) =>
      word.startsWith(`${applicationId}/`) ? word.slice(applicationId.length + 1) : word,
    );
    const filtered = application.deployments.filter(matchesFilters);
    const hits = filtered.filter(({ deploymentId }) =>
      prefixes.some((prefix) => deploymentId.startsWith(prefix)),
    );
    const deployments = hits.length === 0 && words.includes(applicationId) ? filtered : hits;
    return deployments.length === 0 ? [] : [{ ...application, deployments }];
  });
}
