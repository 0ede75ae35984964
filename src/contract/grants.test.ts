import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { grantSetting, grantsSetting, toGrants } from './grant-settings';
import {
  isGranted,
  isGrantedSomewhere,
  permissions,
  standingOf,
  type Grant,
  type Permission,
} from './grants';

const environments = ['production', 'prod-eu', 'staging', ' Staging ', 'qa', 'test', 'PRODUCTION'];
const applications = ['10', '010', '11'];
const tags = ['night', 'Night', 'vip'];

const some = <T>(values: readonly T[]) => fc.uniqueArray(fc.constantFrom(...values), { minLength: 1 });
const anyGrant: fc.Arbitrary<Grant> = fc.record(
  {
    may: some(permissions),
    environments: some(environments),
    applications: some(applications),
    tags: some(tags),
  },
  { requiredKeys: ['may'] },
);
const anyDeployment = fc.record({
  applicationId: fc.constantFrom(...applications),
  environment: fc.constantFrom(...environments),
  tags: fc.subarray(tags),
});
const anyNonProduction = fc.subarray(['qa', 'prod-eu']);
const anyPermission = fc.constantFrom(...permissions);

/** Every deployment that a grant reaches, listed one by one: the meaning of a grant without any rule of its own. */
function listReached(one: Grant, nonProduction: readonly string[]): Set<string> {
  const harmless = ['staging', 'development', 'test', 'sandbox', ...nonProduction];
  const plain = (name: string) => name.trim().toLowerCase();
  const reached = new Set<string>();
  for (const applicationId of applications)
    for (const environment of environments)
      for (const own of [[], ...tags.map((tag) => [tag])]) {
        if (one.applications && !one.applications.includes(applicationId)) continue;
        const means = (name: string) =>
          plain(name) === 'production'
            ? !harmless.includes(plain(environment))
            : plain(name) === plain(environment);
        if (one.environments && !one.environments.some(means)) continue;
        if (
          one.tags &&
          !own.some((tag) => one.tags?.some((other) => other.toLowerCase() === tag.toLowerCase()))
        )
          continue;
        reached.add([applicationId, environment, own[0] ?? ''].join('|'));
      }
  return reached;
}

describe('grants', () => {
  it('allow what one of them reaches with the permission, and nothing else (against a model that lists it)', () => {
    fc.assert(
      fc.property(
        fc.array(anyGrant, { maxLength: 3 }),
        anyPermission,
        anyDeployment,
        anyNonProduction,
        (grants, permission, deployment, nonProduction) => {
          const { applicationId, environment } = deployment;
          const expected = grants.some(
            (one) =>
              one.may.includes(permission) &&
              ['', ...deployment.tags].some((tag) =>
                listReached(one, nonProduction).has([applicationId, environment, tag].join('|')),
              ),
          );
          expect(isGranted(grants, permission, deployment, nonProduction)).toBe(expected);
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('only grow with another grant, and do not depend on their order', () => {
    fc.assert(
      fc.property(
        fc.array(anyGrant, { maxLength: 3 }),
        anyGrant,
        anyPermission,
        anyDeployment,
        (grants, more, permission, deployment) => {
          const before = isGranted(grants, permission, deployment, []);
          const after = isGranted([more, ...grants], permission, deployment, []);
          expect(after).toBe(isGranted([...grants, more], permission, deployment, []));
          expect(after || !before).toBe(true);
        },
      ),
    );
  });

  it('that reach an application as a whole reach every deployment in it', () => {
    fc.assert(
      fc.property(
        fc.array(anyGrant, { maxLength: 3 }),
        anyPermission,
        anyDeployment,
        (grants, permission, { applicationId, ...deployment }) => {
          const reaches = (place: object) => isGranted(grants, permission, place, []);
          const [all, whole, one, somewhere] = [
            reaches({}),
            reaches({ applicationId }),
            reaches({ applicationId, ...deployment }),
            isGrantedSomewhere(grants, permission),
          ];
          expect([whole || !all, one || !whole, somewhere || !one]).toEqual([true, true, true]);
        },
      ),
    );
  });

  const deployment = { applicationId: '10', environment: 'prod-eu', tags: ['night'] };
  it.each([
    [{}, true],
    [{ environments: ['production'] }, true],
    [{ environments: ['Prod-EU '] }, true],
    [{ environments: ['prod'] }, false],
    [{ environments: ['staging', 'production'], applications: ['10'], tags: ['night', 'x'] }, true],
    [{ environments: ['production'], applications: ['11'] }, false],
    [{ applications: ['010'] }, false],
    [{ tags: ['Night'] }, true],
    [{ tags: ['nights'] }, false],
  ])('%j: all limits must fit', (limits, expected) => {
    expect(isGranted([{ may: ['cancel'], ...limits }], 'cancel', deployment, [])).toBe(expected);
    expect(isGranted([{ may: ['save', 'confirm'], ...limits }], 'cancel', deployment, [])).toBe(false);
  });

  it('for production do not reach what the configuration says is none', () => {
    const grants: Grant[] = [{ may: ['cancel'], environments: ['production'] }];
    expect(isGranted(grants, 'cancel', deployment, ['prod-eu'])).toBe(false);
  });

  const limited: Grant = { may: ['cancel'], environments: ['staging'] };
  it.each<[Grant[], string]>([
    [[...toGrants('operator')], 'operator'],
    [[...toGrants('support')], 'support'],
    [[], 'reader'],
    [[limited], 'limited'],
    [[limited, ...toGrants('support')], 'limited'],
    [[limited, ...toGrants('operator')], 'operator'],
    [[{ may: ['cancel', 'save'] }, { may: ['confirm'] }], 'operator'],
    [[{ may: ['confirm'], tags: ['x'] }], 'limited'],
  ])('%j in one word: %s', (grants, word) => {
    expect(standingOf(grants)).toBe(word);
  });

  it('of today’s two roles', () => {
    const may = (role: 'operator' | 'support') =>
      permissions.filter((permission: Permission) => isGranted(toGrants(role), permission, deployment, []));
    expect(may('operator')).toEqual(['cancel', 'save', 'confirm']);
    expect(may('support')).toEqual(['confirm']);
  });

  it.each([
    { may: [] },
    { may: ['cancel'], environments: [] },
    { may: ['cancel'], tags: [] },
    { may: ['cancel'], applications: ['x'] },
    { may: ['delete'] },
    { may: ['cancel'], environment: 'staging' },
  ])('%j is no grant', (value) => {
    expect(grantSetting.safeParse(value).success).toBe(false);
    expect(grantsSetting.safeParse([value]).success).toBe(false);
  });

  it.each(['operator', 'support', limited, [limited, limited], []])('%j can be given', (value) => {
    expect(grantsSetting.safeParse(value).success).toBe(true);
  });
});
