import { isGranted, type Grant, type Permission } from '../contract/grants';
import { isolated } from '../lib/isolated';
import { environmentName } from './environments';

const anyOf = new Intl.ListFormat('en-GB', { type: 'disjunction' });
const allOf = new Intl.ListFormat('en-GB', { type: 'conjunction' });

const deeds = {
  cancel: 'cancel these calls',
  save: 'change this in the saved list',
  confirm: 'confirm this outcome',
} as const satisfies Record<Permission, string>;

function placeOf({ environments, applications, tags }: Grant): string {
  const parts: string[] = [];
  if (environments)
    parts.push(`in ${anyOf.format(environments.map((name) => isolated(environmentName(name))))}`);
  if (applications)
    parts.push(`in application${applications.length === 1 ? '' : 's'} ${anyOf.format(applications)}`);
  if (tags) parts.push(`with the tag ${anyOf.format(tags.map((tag) => `“${isolated(tag)}”`))}`);
  return parts.length === 0 ? 'everywhere' : parts.join(' ');
}

/** All that the grants allow, in one phrase: `cancel and confirm in Staging or Test`. */
export function grantsText(grants: readonly Grant[]): string {
  if (grants.length === 0) return 'read only';
  return grants.map((one) => `${allOf.format(one.may)} ${placeOf(one)}`).join('; ');
}

/** Why the person may not do something here, and where they may; `deed` says what, where that is not plain. */
export function lackingText(
  grants: readonly Grant[],
  permission: Permission,
  deed: string = deeds[permission],
): string {
  const places = grants.filter(({ may }) => may.includes(permission)).map(placeOf);
  const where = places.length === 0 ? 'nowhere' : places.join('; ');
  return isGranted(grants, permission, {}, [])
    ? `You may not ${deed}.`
    : `You may not ${deed}: you have the permission “${permission}” ${where}${places.length === 0 ? '' : ' only'}.`;
}
