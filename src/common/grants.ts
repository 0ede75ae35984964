import { useCallback } from 'react';
import type { Session } from '../contract';
import { isGranted, isGrantedSomewhere, type Grant, type Permission, type Place } from '../contract/grants';
import type { Rule } from '../contract/rules';
import { sharedState } from '../lib/shared-state';
import { nonProductionEnvironments } from './environments';

const [set, useGrants, current] = sharedState<readonly Grant[]>([]);
const [setRules, useRules, currentRules] = sharedState<readonly Rule[]>([]);
export { useGrants, useRules };

/** Takes up what the session says that the person may do, and what a cancellation needs. */
export function setGrants({ grants, rules }: Pick<Session, 'grants' | 'rules'>): void {
  if (JSON.stringify(grants) !== JSON.stringify(current())) set(grants);
  if (JSON.stringify(rules ?? []) !== JSON.stringify(currentRules())) setRules(rules ?? []);
}

/**
 * Whether the person may do something with a deployment as it is saved, with an application as a whole, or, without a
 * place, anywhere at all. The console judges by itself; this is only what the page shows of it.
 */
export type May = (permission: Permission, place?: Place) => boolean;

/** Another function each time the grants change. */
export function useMay(): May {
  const grants = useGrants();
  return useCallback(
    (permission, place) =>
      place === undefined
        ? isGrantedSomewhere(grants, permission)
        : isGranted(grants, permission, place, nonProductionEnvironments()),
    [grants],
  );
}

/** Whether there is any place for which the person has the permission. */
export function maySomewhere(
  session: Pick<Session, 'grants'> | null | undefined,
  permission: Permission,
): boolean {
  return isGrantedSomewhere(session?.grants ?? [], permission);
}
