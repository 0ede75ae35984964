import { useMemo } from 'react';
import type { Session } from '../contract';
import {
  isGranted,
  isGrantedSomewhere,
  permissions,
  type Grant,
  type Permission,
  type Place,
} from '../contract/grants';
import type { Rule } from '../contract/rules';
import { sharedState } from '../lib/shared-state';
import { nonProductionEnvironments } from './environments';
import type * as GrantWords from './grant-words';

const [set, use, current] = sharedState<{ grants: readonly Grant[]; rules: readonly Rule[] }>({
  grants: [],
  rules: [],
});
/** Fetched for those who may not do everything. */
const [setWords, useGrantWords] = sharedState<typeof GrantWords | null>(null);
export { useGrantWords };
export const useGrants = () => use().grants;
export const useRules = () => use().rules;

/** Takes up what the session says that the person may do, and what a cancellation needs. */
export function setGrants({ grants, rules }: Pick<Session, 'grants' | 'rules'>): void {
  const next = { grants, rules: rules ?? [] };
  if (JSON.stringify(next) !== JSON.stringify(current())) set(next);
  // Where the words cannot be fetched, the next answer about the session tries again.
  if (permissions.some((permission) => !isGranted(grants, permission, {}, [])))
    void import('./grant-words').then(setWords, () => undefined);
}

/**
 * Why the person may not do something with a deployment as it is saved, or with an application as a whole; undefined
 * where they may, empty until the words are fetched. `whyNowhere` asks for any place, as `isGrantedSomewhere` does.
 * `deed` is as for `lackingText`. The console judges by itself; this is only what the page shows of it.
 */
export interface WhyNot {
  whyNot: (permission: Permission, place: Place, deed?: string) => string | undefined;
  whyNowhere: (
    permission: Permission,
    within?: Parameters<typeof isGrantedSomewhere>[2],
  ) => string | undefined;
}

/** Another object each time the grants change. */
export function useWhyNot(): WhyNot {
  const grants = useGrants();
  const words = useGrantWords();
  return useMemo(() => {
    const why = (isAllowed: boolean, ...what: [Permission, string?]) =>
      isAllowed ? undefined : (words?.lackingText(grants, ...what) ?? '');
    return {
      whyNot: (permission, place, deed) =>
        why(isGranted(grants, permission, place, nonProductionEnvironments()), permission, deed),
      whyNowhere: (permission, within) => why(isGrantedSomewhere(grants, permission, within), permission),
    };
  }, [grants, words]);
}

/** Whether there is any place for which the person has the permission. */
export function maySomewhere(
  session: Pick<Session, 'grants'> | null | undefined,
  permission: Permission,
): boolean {
  return isGrantedSomewhere(session?.grants ?? [], permission);
}
