import { deploymentKey, type Application, type Deployment, type Pin } from '@/contract';
import { deploymentsByKey } from './last-cancellations';

const textOf = ({ name, environment, tags, note, protection }: Deployment) =>
  JSON.stringify([name, environment, tags, note, protection?.reason]);

const lastOf = ({ lastCancellation: last }: Deployment) => last && `${last.id} ${last.outcome}`;

/**
 * How many applications and deployments were added, removed or changed between two readings of the saved list;
 * `byLast`: also where the last cancellation is another, because the list is sorted or narrowed by it.
 */
export function countChanges(
  before: readonly Application[],
  after: readonly Application[],
  byLast: boolean,
): number {
  if (before === after) return 0;
  const names = new Map(before.map(({ applicationId, name }) => [applicationId, name]));
  const renamed = after.filter(({ applicationId, name }) => (names.get(applicationId) ?? name) !== name);
  const old = deploymentsByKey(before);
  const fresh = deploymentsByKey(after);
  const removed = [...old.keys()].filter((key) => !fresh.has(key));
  const changed = [...fresh].filter(([key, deployment]) => {
    const known = old.get(key);
    if (known === deployment) return false;
    return (
      known === undefined ||
      textOf(known) !== textOf(deployment) ||
      (byLast && lastOf(known) !== lastOf(deployment))
    );
  });
  const ids = new Set(after.map(({ applicationId }) => applicationId));
  const emptied = before.filter((one) => one.deployments.length === 0 && !ids.has(one.applicationId));
  const emptyNew = after.filter((one) => one.deployments.length === 0 && !names.has(one.applicationId));
  return renamed.length + removed.length + changed.length + emptied.length + emptyNew.length;
}

/** How many deployments were pinned or unpinned between two readings of the pins. */
export function countPinChanges(before: readonly Pin[], after: readonly Pin[]): number {
  if (before === after) return 0;
  const [old, fresh] = [before.map(deploymentKey), after.map(deploymentKey)];
  const isOnlyIn = (keys: string[]) => (key: string) => !keys.includes(key);
  return old.filter(isOnlyIn(fresh)).length + fresh.filter(isOnlyIn(old)).length;
}
