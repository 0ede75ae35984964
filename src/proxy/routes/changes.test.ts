import { randomUUID } from 'node:crypto';
import { describe, expect, it, vi } from 'vitest';
import { cancellation, change, changePage, paths, savedListFile } from '../../contract';
import { z } from '../../contract/zod';
import { openConsole, problemOf, scriptedFuse, tokens } from '../testing/test-app';
import { fileWith, openToEverybody, viaProxy, withToken } from '../testing/visitors';

type Console = Awaited<ReturnType<typeof openConsole>>;

const support = { authorization: `Bearer ${tokens.support}` };
const operator = { authorization: `Bearer ${tokens.operator}` };
const asksOf = ({ ask }: Console, headers: Record<string, string>) => ({
  changes: async (query = '') =>
    changePage.parse(await (await ask(`${paths.changes}${query}`, { headers })).json()),
  put: (path: string, body: unknown) => ask(path, { method: 'PUT', body, headers }),
});
const input = { name: 'Payments', environment: 'production' };

describe('GET /api/changes', () => {
  it('names who changed what, also what was refused, and who tried to sign in', async () => {
    const console = await openConsole({ live: true });
    const { changes, put } = asksOf(console, operator);
    const before = (await changes('?subject=list')).items.length;
    const path = paths.deployment('10', '20');
    expect((await put(path, { ...input, environment: 'staging' })).status).toBe(200);
    expect((await asksOf(console, support).put(path, input)).status).toBe(403);
    const wrong = { name: 'Eve', token: 'wrong' };
    expect((await console.ask(paths.session, { method: 'POST', body: wrong })).status).toBe(401);
    const right = { name: 'Ann', token: tokens.support };
    expect((await console.ask(paths.session, { method: 'POST', body: right })).status).toBe(201);
    const { items: all } = await changes();
    // The first request of each token is a sign-in of its own, which nobody waits for.
    const items = all.filter(({ detail }) => detail?.['via'] !== 'token');
    expect(items.slice(0, items.length - before)).toMatchObject([
      { kind: 'signed_in', person: 'Ann', detail: { via: 'link', role: 'support' } },
      { kind: 'sign_in_refused', person: null, detail: { name: 'Eve' } },
      {
        kind: 'action_refused',
        person: 'script (support)',
        applicationId: '10',
        deploymentId: '20',
        detail: { code: 'role_required', method: 'PUT', path },
      },
      {
        kind: 'deployment_saved',
        person: 'script (operator)',
        before: { environment: 'production' },
        after: { environment: 'staging' },
      },
    ]);
    expect(JSON.stringify(items)).not.toContain('wrong');
    await vi.waitFor(async () => expect((await changes('?subject=access')).items).toHaveLength(5));
    expect((await changes('?person=Ann')).items).toHaveLength(1);
    expect((await console.ask(`${paths.changes}?kind=x`, { headers: operator })).status).toBe(400);
    expect((await console.ask(paths.changes)).status).toBe(401);
  });

  it('is offered as files, whole, with the parts of an import', async () => {
    const { ask } = await openConsole();
    const file = savedListFile.parse({
      format: 'fuse-cancel-console/saved-list',
      version: 1,
      applications: [
        { applicationId: '10', name: '=Formula', deployments: [{ deploymentId: '30', ...input }] },
      ],
    });
    const body = { content: JSON.stringify(file), mode: 'apply' };
    expect((await ask(paths.importApplications, { method: 'POST', body })).status).toBe(200);
    const whole = changePage.parse(await (await ask(paths.changes)).json()).items[0];
    expect(whole).toMatchObject({ kind: 'list_imported', detail: { format: 'json', added: 1, changed: 1 } });
    const json = z.array(change).parse(await (await ask(paths.changesExport('json'))).json());
    expect(json.filter(({ partOf }) => partOf === whole?.seq)).toMatchObject([
      { kind: 'deployment_saved', deploymentId: '30' },
      { kind: 'application_saved', after: { name: '=Formula' } },
    ]);
    const csv = await (await ask(`${paths.changesExport('csv')}?subject=list&ids=text`)).text();
    expect(csv.split('\r\n')[0]).toContain('seq,at,person,account,kind,applicationId,deploymentId,before');
    expect(csv).toContain('"=""30"""');
  });

  it('hears of a change with its person', async () => {
    const { ask, store } = await openConsole();
    await ask(paths.application('10'), { method: 'PUT', body: { name: 'New' } });
    const events = await store.listEvents(0, 100);
    expect(events.at(-1)).toMatchObject({ type: 'applications', data: { person: 'Sandbox operator' } });
  });
});

describe('a protected deployment', () => {
  const protectedReason = 'Clinical trial';

  it('is refused with the reason, and sends nothing, until the protection is taken off', async () => {
    const console = await openConsole();
    const { changes, put } = asksOf(console, {});
    const path = paths.deployment('10', '20');
    expect((await put(path, { ...input, protectedReason })).status).toBe(200);
    const refused = await put(paths.cancellation(randomUUID()), { applicationId: '10', deploymentId: '20' });
    expect(refused.status).toBe(409);
    expect(await problemOf(refused)).toMatchObject({ code: 'protected', reason: protectedReason });
    const targets = ['21', '20'].map((deploymentId) => ({ applicationId: '10', deploymentId }));
    const batch = await put(paths.batch(randomUUID()), { targets });
    expect(batch.status).toBe(409);
    expect(await problemOf(batch)).toMatchObject({
      code: 'protected',
      reason: protectedReason,
      errors: [{ field: 'targets.1' }],
    });
    expect(console.sent).toEqual([]);
    expect((await changes()).items.slice(0, 2)).toMatchObject(
      ['PUT', 'PUT'].map((method) => ({
        kind: 'action_refused',
        applicationId: '10',
        deploymentId: '20',
        detail: { code: 'protected', method },
      })),
    );
    expect((await put(path, { ...input, name: 'Renamed' })).status).toBe(200);
    const json = savedListFile.parse(await (await console.ask(paths.savedList('json'))).json());
    expect(json.applications[0]?.deployments).toMatchObject([{ deploymentId: '20', protectedReason }, {}]);
    // A file that does not speak of it leaves it as it is; one that says "none" takes it off.
    const rows = (more: string) =>
      `application_id,application_name,deployment_id,deployment_name,environment${more}\n10,Reminders,20,Again,production${more && ','}`;
    const apply = (content: string) =>
      console.ask(paths.importApplications, { method: 'POST', body: { content, mode: 'apply' } });
    expect((await apply(rows(''))).status).toBe(200);
    expect(await console.store.getDeploymentView('10', '20')).toMatchObject({
      name: 'Again',
      protection: { reason: protectedReason },
    });
    expect((await apply(rows(',protected'))).status).toBe(200);
    const now = await put(paths.cancellation(randomUUID()), { applicationId: '10', deploymentId: '20' });
    expect(now.status).toBe(201);
    expect(console.sent).toEqual(['10/20']);
  });

  it('is not removed until the protection is taken off, by itself, with others or with its application', async () => {
    const console = await openConsole();
    const { changes, put } = asksOf(console, {});
    const path = paths.deployment('10', '20');
    await put(path, { ...input, protectedReason });
    const targets = ['21', '20'].map((deploymentId) => ({ applicationId: '10', deploymentId }));
    const ways = {
      alone: () => console.ask(path, { method: 'DELETE' }),
      withOthers: () =>
        console.ask(paths.editApplications, { method: 'POST', body: { targets, change: { remove: true } } }),
      withAll: () => console.ask(paths.application('10'), { method: 'DELETE' }),
    };
    for (const remove of Object.values(ways)) {
      const refused = await remove();
      expect(refused.status).toBe(409);
      expect(await problemOf(refused)).toMatchObject({
        code: 'protected',
        reason: protectedReason,
        detail: expect.stringContaining('Deployment 20 of application 10 is protected') as unknown,
      });
    }
    expect((await changes()).items.slice(0, 4)).toMatchObject([
      ...Object.keys(ways).map(() => ({
        kind: 'action_refused',
        applicationId: '10',
        detail: { code: 'protected' },
      })),
      { kind: 'deployment_protected' },
    ]);
    expect((await console.store.listApplications())[0]?.deployments).toHaveLength(2);
    expect((await put(path, { ...input, protectedReason: null })).status).toBe(200);
    expect((await ways.withAll()).status).toBe(204);
    const { items } = await changes('?applicationId=10&deploymentId=20');
    expect(items.slice(0, 2)).toMatchObject([
      { kind: 'deployment_removed' },
      { kind: 'deployment_unprotected' },
    ]);
  });

  it('is left out by a batch that reaches it after it was protected', async () => {
    const waiting: (() => void)[] = [];
    const { fuse, sent } = scriptedFuse();
    const slow = {
      ...fuse,
      async cancelCalls(...of: Parameters<typeof fuse.cancelCalls>) {
        await new Promise<void>((resolve) => waiting.push(resolve));
        return fuse.cancelCalls(...of);
      },
    };
    const { ask, app } = await openConsole({ overrides: { fuse: slow } });
    const id = randomUUID();
    const targets = ['21', '20'].map((deploymentId) => ({ applicationId: '10', deploymentId }));
    expect((await ask(paths.batch(id), { method: 'PUT', body: { targets } })).status).toBe(202);
    await vi.waitFor(() => expect(waiting).toHaveLength(1));
    const body = { ...input, protectedReason };
    expect((await ask(paths.deployment('10', '20'), { method: 'PUT', body })).status).toBe(200);
    waiting.shift()?.();
    await app.idle();
    expect(await (await ask(paths.batch(id))).json()).toMatchObject({
      state: 'finished',
      targets: [{ state: 'done' }, { state: 'not_tried', notTriedReason: 'protected', blockedBy: null }],
    });
    expect(sent).toEqual(['10/21']);
  });

  it('is protected again after an edit of several was undone', async () => {
    const { ask, store } = await openConsole();
    const target = { applicationId: '10', deploymentId: '20' };
    const edit = (edited: unknown) =>
      ask(paths.editApplications, { method: 'POST', body: { targets: [target], change: edited } });
    await edit({ protectedReason });
    const { items } = z
      .object({ items: z.array(z.unknown()) })
      .parse(await (await edit({ protectedReason: null })).json());
    expect(await store.getDeploymentView('10', '20')).not.toHaveProperty('protection');
    expect((await ask(paths.restoreApplications, { method: 'POST', body: { items } })).status).toBe(204);
    expect(await store.getDeploymentView('10', '20')).toMatchObject({
      protection: { reason: protectedReason },
    });
  });
});

it('a refused action stands in the history of the deployment that it was for', async () => {
  const staging = { may: ['cancel', 'save'], environments: ['staging'] };
  const { ask, store } = await openToEverybody(fileWith({ groups: { night: staging, desk: 'support' } }));
  const ids = { applicationId: '10', deploymentId: '20' };
  const [night, desk] = [viaProxy('Ned', 'night'), viaProxy('Dee', 'desk')];
  const nobody_ = viaProxy('Ida', 'none of these');
  const record = cancellation.parse(
    await (
      await ask(withToken('operator'), paths.cancellation(randomUUID()), {
        method: 'PUT',
        body: { ...ids, confirmedDeploymentId: '20' },
      })
    ).json(),
  );
  const put = { method: 'PUT' };
  const one = { targets: [ids] };
  const list = 'application_id,application_name,deployment_id,deployment_name,environment\n';
  const content = `${list}10,Reminders,20,Renamed,staging`;
  const requests: [Parameters<typeof ask>[0], string, Parameters<typeof ask>[2]][] = [
    [night, paths.cancellation(randomUUID()), { ...put, body: ids }],
    [desk, paths.cancellation(randomUUID()), { ...put, body: ids }],
    [night, paths.batch(randomUUID()), { ...put, body: one }],
    [desk, paths.batch(randomUUID()), { ...put, body: one }],
    [night, paths.confirmation(record.id), { ...put, body: {} }],
    [nobody_, paths.confirmation(record.id), { ...put, body: {} }],
    [nobody_, paths.confirmation(record.id), { method: 'DELETE' }],
    [night, paths.editApplications, { method: 'POST', body: { ...one, change: { environment: 'staging' } } }],
    [night, paths.importApplications, { method: 'POST', body: { content, mode: 'apply' } }],
    [desk, paths.editApplications, { method: 'POST', body: { ...one, change: { environment: 'staging' } } }],
    [desk, paths.importApplications, { method: 'POST', body: { content, mode: 'apply' } }],
  ];
  for (const request of requests) expect((await ask(...request)).status).toBe(403);
  const { items } = await store.listChanges({ kind: 'action_refused', ...ids }, { limit: 50 });
  expect(items.map(({ detail }) => detail?.['path'])).toEqual(requests.map(([, path]) => path).toReversed());
  const two = { targets: [ids, { applicationId: '10', deploymentId: '21' }] };
  const file = { content: `${content}\n10,Reminders,21,Renamed,staging`, mode: 'apply' };
  const ofTwo: typeof requests = [
    [night, paths.batch(randomUUID()), { ...put, body: two }],
    [desk, paths.batch(randomUUID()), { ...put, body: two }],
    [night, paths.editApplications, { method: 'POST', body: { ...two, change: { environment: 'staging' } } }],
    [desk, paths.editApplications, { method: 'POST', body: { ...two, change: { environment: 'staging' } } }],
    [night, paths.importApplications, { method: 'POST', body: file }],
    [desk, paths.importApplications, { method: 'POST', body: file }],
  ];
  for (const request of ofTwo) {
    expect((await ask(...request)).status).toBe(403);
    const [several] = (await store.listChanges({ kind: 'action_refused' }, { limit: 1 })).items;
    expect(several).toMatchObject({
      applicationId: null,
      deploymentId: null,
      detail: { path: request[1], deployments: 2 },
    });
  }
});

it('refused actions of a person are on record up to sixty within a minute, and one that says that more may have followed', async () => {
  const at = { time: Date.parse('2026-06-01T00:00:00Z') };
  const { ask, store } = await openToEverybody(fileWith({}), { now: () => new Date(at.time) });
  const body = { applicationId: '10', deploymentId: '20' };
  const refuse = () => ask(withToken('support'), paths.cancellation(randomUUID()), { method: 'PUT', body });
  const recorded = async () =>
    (await store.listChanges({ kind: 'action_refused' }, { limit: 100 })).items.map(
      ({ detail }) => detail?.['moreMayHaveFollowed'] === true,
    );
  for (let count = 0; count < 65; count += 1) expect((await refuse()).status).toBe(403);
  expect(await recorded()).toEqual([true, ...Array.from({ length: 60 }, () => false)]);
  at.time += 61_000;
  await refuse();
  expect((await recorded())[0]).toBe(false);
});

it('what the limits of sign-in refuse is on record once a minute and address, of each way in', async () => {
  const at = { time: Date.parse('2026-06-01T00:00:00Z') };
  const { ask, store } = await openToEverybody(fileWith({}), { now: () => new Date(at.time) });
  const signIn = async (address: string, name: string) => {
    const body = { name, token: 'hunter2' };
    return (await ask({ headers: {}, address }, paths.session, { method: 'POST', body })).status;
  };
  const show = async (address: string, token: string) => {
    const headers = { authorization: `Bearer ${token}` };
    return (await ask({ headers, address }, paths.session)).status;
  };
  const limited = async () =>
    (await store.listChanges({ kind: 'sign_in_refused' }, { limit: 100 })).items.flatMap(
      ({ person, detail }) => (detail?.['failure'] === undefined ? [] : { person, ...detail }),
    );
  for (let count = 0; count < 10; count += 1) expect(await signIn('10.0.0.7', 'Eve')).toBe(401);
  expect(await limited()).toEqual([]);
  for (let count = 0; count < 3; count += 1) {
    expect(await signIn('10.0.0.7', `Eve ${count}`)).toBe(429);
    expect(await show('10.0.0.7', tokens.operator)).toBe(429);
    expect(await show('10.0.0.7', 'fcc_hunter2')).toBe(429);
  }
  const repeated = { person: null, failure: 'too_many', moreMayHaveFollowed: true };
  expect(await limited()).toEqual([
    { ...repeated, via: 'key' },
    { ...repeated, via: 'token' },
    { ...repeated, via: 'link', name: 'Eve 0' },
  ]);
  for (let count = 0; count < 10; count += 1) await show('10.0.0.8', 'hunter2');
  expect(await show('10.0.0.8', 'hunter2')).toBe(429);
  expect(await limited()).toHaveLength(4);
  at.time += 60_000;
  expect(await signIn('10.0.0.7', 'Eve')).toBe(429);
  expect(await limited()).toHaveLength(5);
  const { items } = await store.listChanges({}, { limit: 100 });
  expect(JSON.stringify(items)).not.toContain('hunter2');
});

describe('what a rule refuses is a refused action', () => {
  const ids = { applicationId: '10', deploymentId: '20' };
  async function openWithRules(rules: object[]) {
    const console = await openToEverybody(fileWith({ groups: { ops: 'operator' }, rules }));
    const ann = viaProxy('Ann', 'ops');
    const refused = async () =>
      (await console.store.listChanges({ kind: 'action_refused' }, { limit: 50 })).items.map(
        ({ person, applicationId, deploymentId, detail }) => [
          person,
          applicationId,
          deploymentId,
          detail?.['code'],
          detail?.['deployments'],
        ],
      );
    const put = async (path: string, body: object) =>
      (await console.ask(ann, path, { method: 'PUT', body })).status;
    return {
      refused,
      put,
      ask: console.ask,
      cancel: (body: object) => put(paths.cancellation(randomUUID()), body),
      start: (...targets: object[]) => put(paths.batch(randomUUID()), { targets }),
    };
  }

  it('where the reason or the ID is missing that it demands, or the list differs from what was seen', async () => {
    const { refused, cancel, start } = await openWithRules([{ reason: 'required' }]);
    const named = { ...ids, confirmedDeploymentId: '20' };
    const other = { applicationId: '10', deploymentId: '21', confirmedDeploymentId: '21' };
    expect(await cancel({ ...ids, reason: 'Wrong list' })).toBe(400);
    expect(await cancel(named)).toBe(400);
    expect(await cancel({ ...named, reason: 'Wrong list', environment: 'staging' })).toBe(409);
    expect(await start(named, other)).toBe(400);
    expect(await start({ ...named, environment: 'staging' }, other)).toBe(409);
    expect(await refused()).toEqual([
      ['Ann', '10', '20', 'changed', undefined],
      ['Ann', null, null, 'invalid_request', 2],
      ['Ann', '10', '20', 'changed', undefined],
      ['Ann', '10', '20', 'invalid_request', undefined],
      ['Ann', '10', '20', 'invalid_request', undefined],
    ]);
  });

  it('where another person has to confirm', async () => {
    const { refused, put, ask } = await openWithRules([{ review: { within: '30m', by: 'another' } }]);
    const id = randomUUID();
    expect(await put(paths.cancellation(id), { ...ids, confirmedDeploymentId: '20' })).toBe(201);
    expect(await put(paths.confirmation(id), {})).toBe(409);
    expect(await refused()).toEqual([['Ann', '10', '20', 'conflict', undefined]]);
    // Nor may the person who cancelled take back what another one has confirmed.
    const [ann, bob] = [viaProxy('ANN', 'ops'), viaProxy('Bob', 'ops')];
    const confirmed = await ask(bob, paths.confirmation(id), { method: 'PUT', body: {} });
    expect(confirmed.status).toBe(201);
    expect((await ask(ann, paths.confirmation(id), { method: 'DELETE' })).status).toBe(409);
    expect((await refused())[0]).toEqual(['ANN', '10', '20', 'conflict', undefined]);
    expect((await ask(bob, paths.confirmation(id), { method: 'DELETE' })).status).toBe(200);
  });

  it('but not what is only mistaken', async () => {
    const { refused, cancel, put } = await openWithRules([{ readBack: false }]);
    expect(await cancel({ ...ids, deploymentId: 'x' })).toBe(400);
    expect(await cancel({ ...ids, confirmedDeploymentId: '21' })).toBe(400);
    expect(await cancel({ ...ids, deploymentId: '99' })).toBe(404);
    expect(await put(paths.deployment('10', '20'), {})).toBe(400);
    expect(await refused()).toEqual([]);
  });
});
