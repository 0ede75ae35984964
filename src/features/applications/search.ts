import type { Application, Deployment } from '@/contract';
import { hasFilters, type Finding } from './finding';

// Lists are shared structurally between fetches, so that only what changed is spelled out again.
const spelled = new WeakMap<Application, { own: string; deployments: string[] }>();

/** All that can be searched for, of an application and of each of its deployments. */
function spell(application: Application) {
  let texts = spelled.get(application);
  if (texts === undefined) {
    const lower = (...parts: string[]) => parts.join('\n').toLowerCase();
    texts = {
      own: lower(application.name, application.applicationId),
      deployments: application.deployments.map(({ name, deploymentId, environment, tags, note }) =>
        lower(name, deploymentId, environment, ...tags, note ?? ''),
      ),
    };
    spelled.set(application, texts);
  }
  return texts;
}

/** Spells the list out, so that the first letter of a search need not wait for that. */
export function prepareSearch(applications: readonly Application[]): void {
  for (const application of applications) spell(application);
}

/** The words of a search, in lower case. */
export function wordsOf(text: string): string[] {
  return text.toLowerCase().split(/\s+/).filter(Boolean);
}

/**
 * The applications with the deployments that fit: every word of the search is contained, in any order, in
 * the names, IDs, tags, environment or note, and every filter agrees.
 */
export function find(applications: readonly Application[], finding: Finding): Application[] {
  const words = wordsOf(finding.q);
  const filtered = hasFilters(finding);
  return applications.flatMap((application) => {
    if (finding.app !== '' && finding.app !== application.applicationId) return [];
    const texts = words.length === 0 ? null : spell(application);
    const rest = words.filter((word) => texts?.own.includes(word) === false);
    if (rest.length === 0 && !filtered) return [application];
    const deployments = application.deployments.filter(
      (one, index) =>
        rest.every((word) => texts?.deployments[index]?.includes(word)) && (!filtered || fits(one, finding)),
    );
    return deployments.length === 0 ? [] : [{ ...application, deployments }];
  });
}

function fits({ environment, tags, lastCancellation }: Deployment, { env, tag, outcome }: Finding) {
  const last = lastCancellation === null ? 'never' : (lastCancellation.outcome ?? 'open');
  return (
    (env === '' || environment.trim().toLowerCase() === env.toLowerCase()) &&
    (tag === '' || tags.includes(tag)) &&
    (outcome === '' || last === outcome)
  );
}

export function countDeployments(applications: readonly Application[]): number {
  return applications.reduce((sum, application) => sum + application.deployments.length, 0);
}
