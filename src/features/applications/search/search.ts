import type { Application, Deployment } from '@/contract';
import { fold } from '@/lib/fold';
import { areIds, findAnyId } from './find-ids';
import { formatSearchParams, hasFilters, type ListSearchParams } from './search-params';

interface SearchableText {
  own: string;
  deployments: string[];
}

// An application that did not change stays the same object from one fetch to the next: its texts are kept.
const searchableTexts = new WeakMap<Application, SearchableText>();

/** The folded text in which a search looks, of an application itself and of each of its deployments. */
export function searchableText(application: Application): SearchableText {
  let texts = searchableTexts.get(application);
  if (texts === undefined) {
    const foldAll = (...parts: string[]) => fold(parts.join('\n'));
    texts = {
      own: foldAll(application.name, application.applicationId),
      deployments: application.deployments.map(({ name, deploymentId, environment, tags, note }) =>
        foldAll(name, deploymentId, environment, ...tags, note ?? ''),
      ),
    };
    searchableTexts.set(application, texts);
  }
  return texts;
}

/** Folds the texts of a list, so that the first letter of a search need not wait for that. */
export function prepareSearch(applications: readonly Application[]): void {
  for (const application of applications) searchableText(application);
}

/** The punctuation of a sentence around a word; other signs may be part of the word, as in `c++` or `#1`. */
const punctuation = /^[.,:;!?"'“”„‘’«»()[\]{}]+|[.,:;!?"'“”„‘’«»()[\]{}]+$/g;

/** The words of a search, folded. */
export function wordsOf(text: string): string[] {
  const words = fold(text).split(/\s+/).filter(Boolean);
  return words.map((word) => word.replace(punctuation, '') || word);
}

/**
 * The applications with those of their deployments that match: names, IDs, tags, environment or note contain every word
 * of the search, in any order, and every filter agrees. An application's ID and a slash before a word, as in
 * `20481/310`, look for the word within that application. Several IDs match any of them: no deployment has two.
 */
export function find(applications: readonly Application[], params: ListSearchParams): Application[] {
  const words = wordsOf(params.q);
  const isFiltered = hasFilters(params);
  if (areIds(words)) {
    const within = applications.filter(({ applicationId }) => ['', applicationId].includes(params.app));
    const matches = findAnyId(within, words, (deployment) => matchesFilters(deployment, params));
    if (matches.length > 0) return matches;
  }
  return applications.flatMap((application) => {
    if (params.app !== '' && params.app !== application.applicationId) return [];
    const texts = words.length === 0 ? null : searchableText(application);
    const rest = words
      .filter((word) => texts?.own.includes(word) === false)
      .map((word) => withinApplication(application.applicationId, word));
    if (rest.length === 0 && !isFiltered) return [application];
    const deploymentTexts: string[] = [];
    const deployments = application.deployments.filter((deployment, index) => {
      const text = texts?.deployments[index];
      const isMatch =
        rest.every((word) => text?.includes(word)) && (!isFiltered || matchesFilters(deployment, params));
      if (isMatch && text !== undefined) deploymentTexts.push(text);
      return isMatch;
    });
    if (deployments.length === 0) return [];
    const match = { ...application, deployments };
    if (texts !== null) searchableTexts.set(match, { own: texts.own, deployments: deploymentTexts });
    return [match];
  });
}

/** Whether all that matches `words` matches `fewer` as well: those are the first of the words, or of their letters. */
const narrows = (words: readonly string[], fewer: readonly string[]) =>
  fewer.every((word, index) => words[index]?.startsWith(word));

/**
 * A `find` that is fast while somebody types: it searches the result of the letters before, and remembers that result
 * for when the last letters are deleted.
 */
export function createFinder(): typeof find {
  let previous: readonly Application[] = [];
  let filters = '';
  let steps: { words: string[]; matches: Application[] }[] = [];
  return (applications, params) => {
    const words = wordsOf(params.q);
    // Each further ID finds more.
    if (areIds(words)) return find(applications, params);
    const newFilters = formatSearchParams({ ...params, q: '', sort: '' }).toString();
    if (applications !== previous || newFilters !== filters) steps = [];
    previous = applications;
    filters = newFilters;
    steps = steps.filter((step) => narrows(words, step.words));
    const last = steps.at(-1);
    if (last && narrows(last.words, words)) return last.matches;
    const matches = find(last?.matches ?? applications, params);
    steps.push({ words, matches });
    return matches;
  };
}

/** The part of a word after the application's ID and a slash; the whole word where it does not begin with these. */
function withinApplication(applicationId: string, word: string) {
  const prefix = `${applicationId}/`;
  return word.startsWith(prefix) ? word.slice(prefix.length) : word;
}

function matchesFilters(
  { environment, tags, lastCancellation }: Deployment,
  { env, tag, outcome }: ListSearchParams,
) {
  const last = lastCancellation === null ? 'never' : (lastCancellation.outcome ?? 'open');
  return (
    (env === '' || environment.trim().toLowerCase() === env.trim().toLowerCase()) &&
    (tag === '' || tags.includes(tag)) &&
    (outcome === '' || last === outcome)
  );
}
