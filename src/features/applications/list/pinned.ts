import type { Application, Pin } from '@/contract';

/** Stands where the list has an application's ID, which has no letters. */
export const pinnedId = 'pinned';

/** The IDs of a person's pinned deployments, by application. */
export type Pinned = ReadonlyMap<string, ReadonlySet<string>>;

export function groupPins(pins: readonly Pin[]): Pinned {
  const pinned = new Map<string, Set<string>>();
  for (const { applicationId, deploymentId } of pins)
    pinned.set(applicationId, (pinned.get(applicationId) ?? new Set()).add(deploymentId));
  return pinned;
}

/**
 * The list with the pinned deployments in a group of their own before the applications: each deployment is listed once.
 * An application that has no others is left out where `isNarrowed` is true, and else stays with its heading.
 */
export function pinnedFirst(
  applications: Application[],
  pinned: Pinned,
  { isNarrowed, sort }: { isNarrowed: boolean; sort: (group: Application[]) => Application[] },
): Application[] {
  const deployments: Application['deployments'] = [];
  const others = applications.flatMap((application) => {
    const ids = pinned.get(application.applicationId);
    if (ids === undefined) return [application];
    const rest = application.deployments.filter((one) => {
      const isPinned = ids.has(one.deploymentId);
      if (isPinned) deployments.push(one);
      return !isPinned;
    });
    if (rest.length === application.deployments.length) return [application];
    return rest.length === 0 && isNarrowed ? [] : [{ ...application, deployments: rest }];
  });
  if (deployments.length === 0) return applications;
  return [...sort([{ applicationId: pinnedId, name: '★ Pinned', deployments }]), ...others];
}
