import type { Application, Deployment } from '@/contract';
import { hasFilters, type Finding } from './finding';

// Lists are shared structurally between fetches, so that only what changed is spelled out again.
const spelled = new WeakMap<object, string>();

function spell(item: Application | Deployment): string {
  let text = spelled.get(item);
  if (text === undefined) {
    const { applicationId, name } = item;
    const parts =
      'deploymentId' in item
        ? [name, item.deploymentId, item.environment, ...item.tags, item.note ?? '']
        : [name, applicationId];
    text = parts.join('\n').toLowerCase();
    spelled.set(item, text);
  }
  return text;
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
    const rest = words.filter((word) => !spell(application).includes(word));
    if (rest.length === 0 && !filtered) return [application];
    const deployments = application.deployments.filter(
      (one) => fits(one, finding) && rest.every((word) => spell(one).includes(word)),
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
