import * as fc from 'fast-check';
import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import {
  isGranted,
  paths,
  permissions,
  savedListText,
  type Application,
  type Grant,
  type Permission,
  type Place,
} from '../contract';
import { fileWith, openToEverybody, viaProxy, withToken } from './testing/visitors';

const applicationIds = ['10', '11'];
const deploymentIds = ['20', '21'];
const environments = ['production', 'Prod-EU', 'staging', 'test'];
const tags = ['night', 'vip'];
const groups = ['a', 'b'];
const rules = [{ readBack: false }];
const signIn = {
  openIdConnect: { issuer: 'https://login.example.com', clientId: 'console', clientSecret: 'secret' },
};

const some = <T>(from: readonly T[]) => fc.uniqueArray(fc.constantFrom(...from), { minLength: 1 });
const anyGrant: fc.Arbitrary<Grant> = fc.record(
  {
    may: some(permissions),
    environments: some(environments),
    applications: some(applicationIds),
    tags: some(tags),
  },
  { requiredKeys: ['may'] },
);
const anyGroups = fc.record({
  a: fc.array(anyGrant, { maxLength: 2 }),
  b: fc.array(anyGrant, { maxLength: 2 }),
});
const anyIds = fc.record({
  applicationId: fc.constantFrom(...applicationIds),
  deploymentId: fc.constantFrom(...deploymentIds),
});
const anyValues = fc.record({
  name: fc.constantFrom('x', 'y'),
  environment: fc.constantFrom(...environments),
  tags: fc.subarray(tags),
  protectedReason: fc.constantFrom(null, null, 'a trial'),
});
const anyTargets = fc.uniqueArray(anyIds, {
  minLength: 1,
  maxLength: 3,
  selector: ({ applicationId, deploymentId }) => `${applicationId}/${deploymentId}`,
});
const anyChange = fc.oneof(
  fc.constant({ remove: true }),
  fc.record(
    {
      environment: fc.constantFrom(...environments),
      addTags: fc.subarray(tags),
      removeTags: fc.subarray(tags),
    },
    { requiredKeys: [] },
  ),
);

/** A request, or another file. What a request says of its deployment may be untrue. */
const anyDeed = fc.oneof(
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('file' as const), groups: anyGroups }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('cancel' as const), ids: anyIds }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('batch' as const), targets: anyTargets }) },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('confirm' as const),
      which: fc.nat(20),
      withdraw: fc.boolean(),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('verify' as const), which: fc.nat(20) }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('save' as const), ids: anyIds, values: anyValues }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('remove' as const), ids: anyIds }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('application' as const),
      ids: anyIds,
      name: fc.constantFrom('A', 'B'),
      remove: fc.boolean(),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('edit' as const), targets: anyTargets, change: anyChange }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('undo' as const) }) },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('import' as const), ids: anyIds, values: anyValues }),
  },
);
/** Groups mean the same, whether a proxy in front names them or the provider did at the sign-in. */
const anyStep = fc.record({ deed: anyDeed, members: fc.subarray(groups), isViaProvider: fc.boolean() });
type Deed = typeof anyDeed extends fc.Arbitrary<infer T> ? T : never;

type Ask = [path: string, request: { method: string; body?: unknown }];

function toRequest(
  deed: Exclude<Deed, { kind: 'file' }>,
  records: readonly string[],
  lastEdit: unknown,
): Ask {
  const put = (path: string, body: unknown): Ask => [path, { method: 'PUT', body }];
  const post = (path: string, body: unknown): Ask => [path, { method: 'POST', body }];
  switch (deed.kind) {
    case 'cancel':
      return put(paths.cancellation(randomUUID()), deed.ids);
    case 'batch':
      return put(paths.batch(randomUUID()), { targets: deed.targets });
    case 'confirm': {
      const path = paths.confirmation(records[deed.which % Math.max(1, records.length)] ?? randomUUID());
      return deed.withdraw ? [path, { method: 'DELETE' }] : put(path, {});
    }
    case 'verify': {
      const id = records[deed.which % Math.max(1, records.length)] ?? randomUUID();
      return put(paths.verification(id, randomUUID()), { callIds: ['c1'] });
    }
    case 'save':
      return put(paths.deployment(deed.ids.applicationId, deed.ids.deploymentId), deed.values);
    case 'remove':
      return [paths.deployment(deed.ids.applicationId, deed.ids.deploymentId), { method: 'DELETE' }];
    case 'application': {
      const path = paths.application(deed.ids.applicationId);
      return deed.remove ? [path, { method: 'DELETE' }] : put(path, { name: deed.name });
    }
    case 'edit':
      return post(paths.editApplications, { targets: deed.targets, change: deed.change });
    case 'undo':
      return post(paths.restoreApplications, lastEdit ?? { items: [] });
    case 'import': {
      const { applicationId, deploymentId } = deed.ids;
      const deployments = [{ deploymentId, ...deed.values }];
      return post(paths.importApplications, {
        mode: 'apply',
        content: savedListText([{ applicationId, name: 'A', deployments }]),
      });
    }
  }
}

/** The list as one place for each deployment and application. */
function placesOf(applications: readonly Application[]): Map<string, Place & { text: string }> {
  return new Map(
    applications.flatMap(({ applicationId, name, deployments }) => [
      [applicationId, { applicationId, text: name }] as const,
      ...deployments.map(({ deploymentId, environment, tags: own, name: called, protection }) => {
        const place = { applicationId, environment, tags: own };
        return [
          `${applicationId}/${deploymentId}`,
          { ...place, text: JSON.stringify([called, place, protection]) },
        ] as const;
      }),
    ]),
  );
}

it('no request, in any order, does what the file in force does not grant', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(anyStep, { minLength: 5, maxLength: 12 }),
      anyGroups,
      async (steps, firstGroups) => {
        const console_ = await openToEverybody(fileWith({ signIn, groups: firstGroups, rules }));
        const { ask, app, store, sent, inForce, viaProvider } = console_;
        for (const applicationId of applicationIds)
          for (const [index, deploymentId] of deploymentIds.entries()) {
            await store.saveApplication(applicationId, { name: 'A' }, { onlyNew: false });
            const values = { name: 'x', environment: environments[index] ?? '', tags: tags.slice(index) };
            await store.saveDeployment(applicationId, deploymentId, values, { onlyNew: false });
          }
        const first = { method: 'PUT', body: { applicationId: '10', deploymentId: '20' } };
        await ask(withToken('operator'), paths.cancellation(randomUUID()), first);
        let lastEdit: unknown = null;
        for (const { deed, members, isViaProvider } of steps) {
          if (deed.kind === 'file') {
            inForce.file = fileWith({ signIn, groups: deed.groups, rules });
            continue;
          }
          const grants = members.flatMap((name) => inForce.file.groups[name] ?? []);
          const may = (permission: Permission, place: Place) => isGranted(grants, permission, place, []);
          const journal = () => store.listCancellations({}, { limit: 200 }).then(({ items }) => items);
          const countVerified = async (id: string) =>
            (await store.history(id)).filter(({ kind }) => kind === 'verified').length;
          const [placesBefore, recordsBefore, sentBefore] = [
            placesOf(await store.listApplications()),
            await journal(),
            sent.length,
          ];
          const ids = recordsBefore.map(({ id }) => id);
          const verifiedBefore = new Map<string, number>();
          for (const id of ids) verifiedBefore.set(id, await countVerified(id));
          const [path, request] = toRequest(deed, ids, lastEdit);
          const ann = isViaProvider ? await viaProvider('Ann', ...members) : viaProxy('Ann', ...members);
          const answer = await ask(ann, path, request);
          await app.idle();
          if (deed.kind === 'edit' && answer.ok) lastEdit = await answer.json();
          const placesAfter = placesOf(await store.listApplications());

          const ungranted = sent
            .slice(sentBefore)
            .filter((key) => !may('cancel', placesBefore.get(key) ?? {}));
          for (const key of new Set([...placesBefore.keys(), ...placesAfter.keys()])) {
            const [was, is] = [placesBefore.get(key), placesAfter.get(key)];
            if (was?.text === is?.text) continue;
            if ([was, is].some((place) => place && !may('save', place)))
              ungranted.push(`${deed.kind} ${key}`);
          }
          for (const record of await journal()) {
            const before = recordsBefore.find(({ id }) => id === record.id);
            if (before === undefined) continue;
            const isVerified = (await countVerified(record.id)) !== verifiedBefore.get(record.id);
            if (!isVerified && before.confirmation?.at === record.confirmation?.at) continue;
            const { applicationId, deploymentId, environment } = record;
            const place = placesBefore.get(`${applicationId}/${deploymentId}`) ?? {
              applicationId,
              environment,
            };
            if (!may('confirm', place)) ungranted.push(`confirm ${record.id}`);
          }
          expect(ungranted).toEqual([]);
        }
      },
    ),
    { numRuns: 20 },
  );
}, 120_000);
