import type { Application, Deployment } from '@/contract';
import { fold } from '@/lib/fold';
import { findingParams, hasFilters, type ListSearchParams } from './search-params';

// Lists are shared structurally between fetches, so that only what changed is spelled out again.
const spelled = new WeakMap<Application, { own: string; deployments: string[] }>();

/** All that can be searched for, of an application and of each of its deployments. */
function searchableText(application: Application) {
  let texts = spelled.get(application);
  if (texts === undefined) {
    const foldAll = (...parts: string[]) => fold(parts.join('\n'));
    texts = {
      own: foldAll(application.name, application.applicationId),
      deployments: application.deployments.map(({ name, deploymentId, environment, tags, note }) =>
        foldAll(name, deploymentId, environment, ...tags, note ?? ''),
      ),
    };
    spelled.set(application, texts);
  }
  return texts;
}

/** Spells the list out, so that the first letter of a search need not wait for that. */
export function prepareSearch(applications: readonly Application[]): void {
  for (const application of applications) searchableText(application);
}

/** The punctuation of a sentence around a word; other signs may be part of it, as in `c++` or `#1`. */
const around = /^[.,:;!?"'“”„‘’«»()[\]{}]+|[.,:;!?"'“”„‘’«»()[\]{}]+$/g;

/** The words of a search, folded. */
export function wordsOf(text: string): string[] {
  const words = fold(text).split(/\s+/).filter(Boolean);
  return words.map((word) => word.replace(around, '') || word);
}

/**
 * The applications with the deployments that fit: every word of the search is contained, in any order, in
 * the names, IDs, tags, environment or note, and every filter agrees. An application's ID and a slash before a word
 * ask for that application.
 */
export function find(applications: readonly Application[], finding: ListSearchParams): Application[] {
  const words = wordsOf(finding.q);
  const filtered = hasFilters(finding);
  return applications.flatMap((application) => {
    if (finding.app !== '' && finding.app !== application.applicationId) return [];
    const texts = words.length === 0 ? null : searchableText(application);
    const rest = words
      .filter((word) => texts?.own.includes(word) === false)
      .map((word) => within(application.applicationId, word));
    if (rest.length === 0 && !filtered) return [application];
    const kept: string[] = [];
    const deployments = application.deployments.filter((one, index) => {
      const text = texts?.deployments[index];
      const isFound = rest.every((word) => text?.includes(word)) && (!filtered || fits(one, finding));
      if (isFound && text !== undefined) kept.push(text);
      return isFound;
    });
    if (deployments.length === 0) return [];
    const found = { ...application, deployments };
    if (texts !== null) spelled.set(found, { own: texts.own, deployments: kept });
    return [found];
  });
}

/** Whether all that fits `words` fits `before`: these are the first of them, or of their letters. */
const narrows = (words: readonly string[], before: readonly string[]) =>
  before.every((word, at) => words[at]?.startsWith(word));

/**
 * A `find` for somebody who types: it looks through what fewer letters have found, and finds that again when the last
 * ones are taken back.
 */
export function createFinder(): typeof find {
  let searched: readonly Application[] = [];
  let filters = '';
  let steps: { words: string[]; found: Application[] }[] = [];
  return (applications, finding) => {
    const words = wordsOf(finding.q);
    const asked = findingParams({ ...finding, q: '', sort: '' }).toString();
    if (applications !== searched || asked !== filters) steps = [];
    searched = applications;
    filters = asked;
    steps = steps.filter((step) => narrows(words, step.words));
    const last = steps.at(-1);
    if (last && narrows(last.words, words)) return last.found;
    const found = find(last?.found ?? applications, finding);
    steps.push({ words, found });
    return found;
  };
}

/** What a word asks for within an application that it names by its ID and a slash. */
function within(applicationId: string, word: string) {
  const end = applicationId.length;
  return word[end] === '/' && word.startsWith(applicationId) ? word.slice(end + 1) : word;
}

function fits({ environment, tags, lastCancellation }: Deployment, { env, tag, outcome }: ListSearchParams) {
  const last = lastCancellation === null ? 'never' : (lastCancellation.outcome ?? 'open');
  return (
    (env === '' || environment.trim().toLowerCase() === env.trim().toLowerCase()) &&
    (tag === '' || tags.includes(tag)) &&
    (outcome === '' || last === outcome)
  );
}

export function countDeployments(applications: readonly Application[]): number {
  return applications.reduce((sum, application) => sum + application.deployments.length, 0);
}
