import { isGranted, isGrantedSomewhere, type Permission, type Place } from '../../contract';
import { nothingSent, ProblemError, type Target } from '../http/problems';
import type { Visitor } from './access';

/** A deployment as it is saved, or, without an ID or more, what lies around it; see `Place`. */
export type JudgedPlace = Place & { deploymentId?: string };

/** Decides what the sender of one request may do, by the grants in force when it came unless a method says otherwise. */
export interface Judge {
  isAllowed(permission: Permission, place: JudgedPlace): boolean;
  /**
   * Problem `role_required` unless the permission is given for the place; it says what is missing, and for what. `target`
   * is what the request was about, where the place is a twin of it (`findTwins`).
   */
  require(permission: Permission, place: JudgedPlace, target?: Target): void;
  /** The same by the grants that are in force by now, for what goes on after the request was answered. */
  requireStill(permission: Permission, place: JudgedPlace, target?: Target): void;
  /** The same for many places, whose refusals end in one problem. */
  each(permission: Permission): {
    /** Judges one more place; `field` names it in the request, and `target` is as above. */
    add(field: string, place: JudgedPlace, target?: Target): void;
    /** Problem `role_required`, which lists the places that were refused, if there are any. */
    require(): void;
  };
  /**
   * Problem `role_required` if there is no place at all for which the permission is given: nothing has to be read then.
   * `targets` is what the request was about, for the record.
   */
  requireSomewhere(permission: Permission, targets?: readonly Target[]): void;
}

/** The most refused places that a problem lists. */
const mostListed = 100;

/** Names a place in a sentence. */
function nameOf({ applicationId, deploymentId, environment }: JudgedPlace): string {
  if (applicationId === undefined) return 'the saved list as a whole';
  if (deploymentId === undefined) return `application ${applicationId} as a whole`;
  return `deployment ${deploymentId} of application ${applicationId} (${environment})`;
}

const isSameTarget = (one: JudgedPlace, other: JudgedPlace) =>
  one.applicationId === other.applicationId && one.deploymentId === other.deploymentId;

/** What is refused, as far as it has an ID. */
const targetsOf = (places: readonly JudgedPlace[]): Target[] =>
  places.flatMap(({ applicationId, deploymentId }) =>
    applicationId === undefined ? [] : { applicationId, ...(deploymentId !== undefined && { deploymentId }) },
  );

function refusalOf(place: JudgedPlace, target = targetsOf([place])[0]) {
  const isTwin = target?.deploymentId !== undefined && !isSameTarget(target, place);
  const twin = isTwin
    ? `, which differs from deployment ${target.deploymentId} of application ${target.applicationId} by leading zeros only`
    : '';
  return { what: nameOf(place) + twin, targets: target === undefined ? [] : [target] };
}

function lacking(
  permission: Permission,
  options: { what?: string; extra?: ProblemError['extra']; targets?: readonly Target[] | undefined },
): ProblemError {
  const { what, extra, targets } = options;
  const forWhat = what === undefined ? '' : ` for ${what}`;
  const consequence = permission === 'cancel' ? nothingSent : 'Nothing was changed.';
  const detail = `You do not have the permission “${permission}”${forWhat}. ${consequence}`;
  return new ProblemError('role_required', detail, { ...(extra && { extra }), targets });
}

export function createJudge(
  { grants, grantsNow }: Pick<Visitor, 'grants' | 'grantsNow'>,
  nonProduction: readonly string[],
): Judge {
  const isAllowed: Judge['isAllowed'] = (permission, place) =>
    isGranted(grants, permission, place, nonProduction);
  return {
    isAllowed,

    require(permission, place, target) {
      if (isAllowed(permission, place)) return;
      throw lacking(permission, refusalOf(place, target));
    },

    requireStill(permission, place, target) {
      if (!isGranted(grantsNow(), permission, place, nonProduction))
        throw lacking(permission, refusalOf(place, target));
    },

    each(permission) {
      const refused: { field: string; place: JudgedPlace; target: Target | undefined }[] = [];
      return {
        add(field, place, target) {
          if (!isAllowed(permission, place) && refused.at(-1)?.field !== field)
            refused.push({ field, place, target });
        },
        require() {
          const [first, ...others] = refused;
          if (first === undefined) return;
          const more = others.length === 0 ? '' : `, and ${others.length} more`;
          throw lacking(permission, {
            what: `${nameOf(first.place)}${more}`,
            extra: {
              errors: refused.slice(0, mostListed).map(({ field, place }) => ({
                field,
                message: `needs the permission “${permission}” for ${nameOf(place)}`,
              })),
              ...(refused.length > mostListed && { errorCount: refused.length }),
            },
            targets: targetsOf(refused.map(({ target, place }) => target ?? place)),
          });
        },
      };
    },

    requireSomewhere(permission, targets) {
      if (isGrantedSomewhere(grants, permission)) return;
      throw lacking(permission, { targets });
    },
  };
}
