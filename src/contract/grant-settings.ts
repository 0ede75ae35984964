import { roles } from './enums';
import { permissions, type Grant } from './grants';
import { fuseId } from './ids';
import { exactLine } from './exact-line';
import { z } from './zod';

const names = <T extends z.ZodMiniType>(name: T) =>
  z.optional(z.array(name).check(z.minLength(1, { error: 'must not be empty' })));

/** The limits of a grant or rule by a deployment's environment and tags. */
export const placeNames = {
  /** `production` stands for every environment that counts as production. */
  environments: names(exactLine(40)),
  /** At least one of these tags. */
  tags: names(exactLine(40)),
};

/** A grant as the configuration may say it. */
export const grantSetting = z.strictObject({
  may: z.array(z.enum(permissions)).check(z.minLength(1, { error: 'must not be empty' })),
  ...placeNames,
  applications: names(fuseId),
});

/** What a group or key is given: one of the two roles for short, one grant, or several that add up. */
export const grantsSetting = z.union([z.enum(roles), grantSetting, z.array(grantSetting)], {
  error: 'must be operator, support, a grant or a list of grants',
});
export type GrantsSetting = z.infer<typeof grantsSetting>;

const roleGrants = {
  operator: [{ may: [...permissions] }],
  support: [{ may: ['confirm'] }],
} satisfies Record<(typeof roles)[number], Grant[]>;

export function toGrants(setting: GrantsSetting): readonly Grant[] {
  if (typeof setting === 'string') return roleGrants[setting];
  return Array.isArray(setting) ? setting : [setting];
}
