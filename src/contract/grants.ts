import { isProduction, isSameName, roles } from './enums';
import { z } from './zod';

/** What a person or script may do beside reading, which is for everybody who is signed in. */
export const permissions = ['cancel', 'save', 'confirm'] as const;
export type Permission = (typeof permissions)[number];

/** The limits of a grant or rule by a deployment's environment and tags, as an answer has them: whoever reads one checks no setting. */
export const namesOfPlaces = {
  environments: z.optional(z.array(z.string())),
  tags: z.optional(z.array(z.string())),
};

/** Permissions, everywhere or within all of the limits that are given. `grant-settings.ts` has what a setting may be. */
export const grant = z.object({
  may: z.array(z.enum(permissions)),
  ...namesOfPlaces,
  applications: z.optional(z.array(z.string())),
});
export type Grant = z.infer<typeof grant>;

/**
 * What a permission is asked for: a deployment as it is saved. Without `environment` and `tags` it is an application as
 * a whole, and without an ID the whole list: only a grant that has no such limit reaches these.
 */
export interface Place {
  applicationId?: string;
  environment?: string;
  tags?: readonly string[];
}

/**
 * Whether a deployment lies within the limits of a grant or rule by environment and tags, in any letter case. The name
 * `production` means all that counts as production. `nonProduction` is as for `isProduction`.
 */
export function isWithin(
  { environments, tags }: Pick<Grant, 'environments' | 'tags'>,
  { environment, tags: own = [] }: Place,
  nonProduction: readonly string[],
): boolean {
  return (
    (!environments ||
      (environment !== undefined &&
        environments.some((name) =>
          isSameName(name, 'production')
            ? isProduction(environment, nonProduction)
            : isSameName(name, environment),
        ))) &&
    (!tags || tags.some((tag) => own.some((one) => isSameName(one, tag))))
  );
}

/** Whether one of the grants gives the permission for the place. */
export function isGranted(
  grants: readonly Grant[],
  permission: Permission,
  place: Place,
  nonProduction: readonly string[],
): boolean {
  return grants.some(
    (one) =>
      one.may.includes(permission) &&
      (!one.applications || one.applications.some((id) => id === place.applicationId)) &&
      isWithin(one, place, nonProduction),
  );
}

/**
 * Whether there is any place for which one of the grants gives the permission; with an ID, any within that application;
 * `asWhole`: any application as a whole, saved or not.
 */
export function isGrantedSomewhere(
  grants: readonly Grant[],
  permission: Permission,
  { applicationId, asWhole = false }: { applicationId?: string; asWhole?: boolean } = {},
): boolean {
  return grants.some(
    ({ may, applications, environments, tags }) =>
      may.includes(permission) &&
      (applicationId === undefined || (applications?.includes(applicationId) ?? true)) &&
      !(asWhole && (environments ?? tags)),
  );
}

/** The grants in one word: one of the two roles, or what lies below and between them. */
export const standings = [...roles, 'limited', 'reader'] as const;
export type Standing = (typeof standings)[number];

export function standingOf(grants: readonly Grant[]): Standing {
  const everywhere = permissions.filter((permission) => isGranted(grants, permission, {}, []));
  const somewhere = permissions.filter((permission) => isGrantedSomewhere(grants, permission));
  if (somewhere.length === 0) return 'reader';
  if (everywhere.length === permissions.length) return 'operator';
  return everywhere.includes('confirm') && somewhere.length === 1 ? 'support' : 'limited';
}
