import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { paths, savedListText, type Permission } from '../contract';
import { fingerprint } from './access/tokens';
import { operations } from './http/openapi/operations';
import { newKey } from './run/new-key';
import { fileWith, nobody, openToEverybody, viaProxy, withToken, type Sender } from './testing/visitors';

/** The three saved deployments, and the two applications as a whole. */
const saved = {
  '10/20': { name: 'Payments', environment: 'production', tags: ['vip'] },
  '10/21': { name: 'Visits', environment: 'Staging', tags: ['night'] },
  '11/30': { name: 'Surveys', environment: 'production', tags: ['night'] },
};
type Place = keyof typeof saved | '10' | '11';
const deployments = ['10/20', '10/21', '11/30'] as const;
const everything: Place[] = [...deployments, '10', '11'];

const keys = ['night', 'everything'].map((name) => newKey(name, new Date()).key);
const [nightKey = '', operatorKey = ''] = keys;
const withKey = (key: string): Sender => ({ ...nobody, headers: { authorization: `Bearer ${key}` } });

const file = fileWith({
  signIn: {
    openIdConnect: { issuer: 'https://login.example.com', clientId: 'console', clientSecret: 'secret' },
  },
  keys: [
    {
      name: 'night',
      sha256: fingerprint(nightKey),
      expires: '2999-01-01',
      grants: { may: ['cancel'], tags: ['night'] },
    },
    { name: 'all', sha256: fingerprint(operatorKey), expires: '2999-01-01', grants: 'operator' },
    { name: 'old', sha256: fingerprint('expired-key'), expires: '2020-01-01', grants: 'operator' },
  ],
  rules: [{ readBack: false }],
  groups: {
    operators: 'operator',
    desk: 'support',
    night: { may: ['cancel'], environments: ['staging'] },
    production: { may: ['cancel', 'save', 'confirm'], environments: ['production'] },
    'application 10': { may: ['cancel', 'save'], applications: ['10'] },
    vip: [
      { may: ['save'], tags: ['vip'] },
      { may: ['confirm'], tags: ['vip', 'night'] },
    ],
    nothing: [],
  },
});

type Reach = Record<Permission, readonly Place[]>;
const none: Reach = { cancel: [], save: [], confirm: [] };
const operator: Reach = { cancel: everything, save: everything, confirm: everything };
const support: Reach = { ...none, confirm: everything };
type Console = Awaited<ReturnType<typeof openToEverybody>>;

/** What the members of groups may do in `saved`. */
const groupReaches: [groups: string[], reach: Reach][] = [
  [['operators'], operator],
  [['desk'], support],
  [['night'], { ...none, cancel: ['10/21'] }],
  [['production'], { cancel: ['10/20', '11/30'], save: ['10/20', '11/30'], confirm: ['10/20', '11/30'] }],
  [['application 10'], { ...none, cancel: ['10/20', '10/21', '10'], save: ['10/20', '10/21', '10'] }],
  [['vip'], { cancel: [], save: ['10/20'], confirm: ['10/20', '10/21', '11/30'] }],
  [['vip', 'night'], { cancel: ['10/21'], save: ['10/20'], confirm: ['10/20', '10/21', '11/30'] }],
  [['nothing'], none],
];

type Visitors = [kind: string, reach: Reach | null, come: (console_: Console) => Sender | Promise<Sender>][];

/** Every kind of visitor, with what they may do in `saved`. */
const visitors: Visitors = [
  ['nobody', null, () => nobody],
  [
    'a wrong token',
    null,
    () => ({
      headers: { authorization: 'Bearer wrong' },
      // From one address, the eleventh within a minute would be told to wait.
      get address() {
        return `10.1.${Math.floor(Math.random() * 250)}.${Math.floor(Math.random() * 250)}`;
      },
    }),
  ],
  ['identity headers from elsewhere', null, () => ({ ...viaProxy('eve', 'operators'), address: '10.0.0.2' })],
  [
    'a session that was ended',
    null,
    async ({ ask, viaLink }) => {
      const sender = await viaLink('Max', 'operator');
      await ask(sender, paths.session, { method: 'DELETE' });
      return sender;
    },
  ],
  [
    'a session at a provider that is none any more',
    null,
    async ({ inForce, viaProvider }) => {
      inForce.file = file;
      const sender = await viaProvider('kay', 'operators');
      const { openIdConnect } = file.signIn;
      const other = openIdConnect && { ...openIdConnect, issuer: 'https://other.example.com' };
      inForce.file = { ...file, signIn: { ...file.signIn, openIdConnect: other } };
      return sender;
    },
  ],
  ['an operator link', operator, ({ viaLink }) => viaLink('Ada', 'operator')],
  ['a support link', support, ({ viaLink }) => viaLink('Grace', 'support')],
  ['an operator token', operator, () => withToken('operator')],
  ['a support token', support, () => withToken('support')],
  // Groups mean the same, whoever names them.
  ...groupReaches.flatMap(([groups, reach]): Visitors => {
    const kind = groups.length === 1 ? `group ${groups.join('')}` : `groups ${groups.join(' and ')}`;
    return [
      [kind, reach, () => viaProxy('ann', ...groups)],
      [`OpenID Connect, ${kind}`, reach, ({ viaProvider }) => viaProvider('kay', ...groups)],
    ];
  }),
  ['a key of some', { ...none, cancel: ['10/21', '11/30'] }, () => withKey(nightKey)],
  ['a key of an operator', operator, () => withKey(operatorKey)],
  ['an expired key', null, () => withKey('expired-key')],
  ['OpenID Connect, no group', none, ({ viaProvider }) => viaProvider('nan')],
  ['a group that the file does not name', none, () => viaProxy('ida', 'constructor')],
  ['no group', none, () => viaProxy('jo')],
];

const fuseIds = (place: string) => {
  const [applicationId = '', deploymentId = ''] = place.split('/');
  return { applicationId, deploymentId };
};

/** What a row of the table needs from before: a record of each deployment, and a batch that is over. */
interface Prepared {
  records: Record<string, string>;
  batch: (places: readonly string[]) => Promise<string>;
}
interface Row {
  route: string;
  what: string;
  /** The permission, and all that it is needed for; null: being signed in is enough. */
  needs: {
    permission: Permission;
    places: readonly Place[];
    /** Whether one of the places is enough. */
    isAnyEnough?: true;
  } | null;
  path: string | ((prepared: Prepared) => string | Promise<string>);
  body?: unknown;
  /** Whoever may ask for it is told that there is no such thing. */
  isMissing?: boolean;
}

const needs = (permission: Permission, ...places: Place[]) => ({ permission, places });
const read = (path: string, example = path): Row => ({
  route: `GET ${path}`,
  what: 'read',
  needs: null,
  path: example,
});
const values = (place: keyof typeof saved) => ({ ...saved[place], note: null });
const edit = (place: keyof typeof saved, change: object, ...places: Place[]): Row => ({
  route: `POST ${paths.editApplications}`,
  what: `${place} ${JSON.stringify(change)}`,
  needs: needs('save', place, ...places),
  path: paths.editApplications,
  body: { targets: [fuseIds(place)], change },
});
const putDeployment = (place: keyof typeof saved, changed: object, ...places: Place[]): Row => ({
  route: 'PUT /api/applications/{applicationId}/deployments/{deploymentId}',
  what: `${place} ${JSON.stringify(changed)}`,
  needs: needs('save', place, ...places),
  path: paths.deployment(fuseIds(place).applicationId, fuseIds(place).deploymentId),
  body: { ...saved[place], ...changed },
});
const importing = (what: string, places: Place[], text: string, mode = 'apply'): Row => ({
  route: `POST ${paths.importApplications}`,
  what,
  needs: mode === 'preview' ? null : needs('save', ...places),
  path: paths.importApplications,
  body: { mode, content: text },
});
const list = (applicationId: string, name: string, deployment: object) =>
  savedListText([
    {
      applicationId,
      name,
      deployments: [{ deploymentId: '99', name: 'x', environment: 'x', ...deployment }],
    },
  ]);

const rows: Row[] = [
  read(paths.session),
  read(paths.sessions),
  read(paths.applications),
  read(paths.savedList('json')),
  read(paths.savedList('csv')),
  read(paths.deploymentHistories, `${paths.deploymentHistories}?targets=10/20`),
  read(paths.cancellations),
  read(
    paths.cancellationCounts,
    `${paths.cancellationCounts}?from=2026-11-01T00:00:00.000Z&to=2026-11-02T00:00:00.000Z`,
  ),
  read(paths.export('json')),
  read(paths.export('csv')),
  read(paths.keys),
  read(paths.changes),
  read(paths.changesExport('json')),
  read(paths.changesExport('csv')),
  read(paths.batches),
  read(paths.openApi),
  read(paths.metrics),
  { route: 'GET /api/calls/{callId}', what: 'ask Fuse', needs: null, path: paths.call('c1') },
  { route: `GET ${paths.events}`, what: 'listen', needs: null, path: paths.events },
  {
    route: 'GET /api/cancellations/{id}',
    what: 'read',
    needs: null,
    path: ({ records }) => paths.cancellation(records['10/20'] ?? ''),
  },
  {
    route: 'GET /api/batches/{id}',
    what: 'read',
    needs: null,
    path: async ({ batch }) => paths.batch(await batch(['10/20'])),
  },
  ...deployments.map((place): Row => ({
    route: 'PUT /api/cancellations/{id}',
    what: place,
    needs: needs('cancel', place),
    path: () => paths.cancellation(randomUUID()),
    body: fuseIds(place),
  })),
  ...[['10/20'], ['10/21'], ['10/20', '10/21', '11/30']].map((targets): Row => ({
    route: 'PUT /api/batches/{id}',
    what: targets.join(' and '),
    needs: needs('cancel', ...deployments.filter((place) => targets.includes(place))),
    path: () => paths.batch(randomUUID()),
    body: { targets: targets.map(fuseIds) },
  })),
  ...[['10/21'], ['10/20', '10/21']].map((targets): Row => ({
    route: 'PUT /api/batches/{id}/stop',
    what: targets.join(' and '),
    needs: {
      ...needs('cancel', ...deployments.filter((place) => targets.includes(place))),
      isAnyEnough: true,
    },
    path: async ({ batch }) => paths.stopBatch(await batch(targets)),
  })),
  ...deployments.flatMap((place): Row[] => [
    {
      route: 'PUT /api/cancellations/{id}/confirmation',
      what: place,
      needs: needs('confirm', place),
      path: ({ records }) => paths.confirmation(records[place] ?? ''),
      body: {},
    },
    {
      route: 'PUT /api/cancellations/{id}/verifications/{verificationId}',
      what: place,
      needs: needs('confirm', place),
      path: ({ records }) => paths.verification(records[place] ?? '', randomUUID()),
      body: { callIds: ['c1'] },
    },
    {
      route: 'DELETE /api/cancellations/{id}/confirmation',
      what: place,
      needs: needs('confirm', place),
      path: ({ records }) => paths.confirmation(records[`confirmed ${place}`] ?? ''),
    },
  ]),
  {
    route: 'PUT /api/applications/{applicationId}',
    what: 'rename 10',
    needs: needs('save', '10'),
    path: paths.application('10'),
    body: { name: 'Other' },
  },
  {
    route: 'DELETE /api/applications/{applicationId}',
    what: '10',
    needs: needs('save', '10'),
    path: paths.application('10'),
  },
  ...deployments.flatMap((place): Row[] => [
    {
      route: 'DELETE /api/applications/{applicationId}/deployments/{deploymentId}',
      what: place,
      needs: needs('save', place),
      path: paths.deployment(fuseIds(place).applicationId, fuseIds(place).deploymentId),
    },
    putDeployment(place, { name: 'Other' }),
    edit(place, { note: 'Other' }),
    edit(place, { remove: true }),
  ]),
  // Out of a scope and into one: what it would be has the same limits as another saved deployment.
  putDeployment('10/20', { environment: 'staging', tags: ['night'] }, '10/21'),
  putDeployment('10/21', { environment: 'prod-eu', tags: ['vip'] }, '10/20'),
  edit('10/20', { environment: 'staging', removeTags: ['vip'], addTags: ['night'] }, '10/21'),
  edit('10/21', { environment: 'production', removeTags: ['night'], addTags: ['vip'] }, '10/20'),
  {
    route: `POST ${paths.restoreApplications}`,
    what: 'a removed 10/21 in production',
    needs: needs('save', '10/20'),
    path: paths.restoreApplications,
    body: { items: [{ ...fuseIds('10/99'), before: values('10/20'), after: null }] },
  },
  {
    route: `POST ${paths.restoreApplications}`,
    what: '10/21, as it is, into production',
    needs: needs('save', '10/21', '10/20'),
    path: paths.restoreApplications,
    body: {
      items: [
        {
          ...fuseIds('10/21'),
          before: { ...values('10/21'), environment: 'production', tags: ['vip'] },
          after: { environment: 'Staging', tags: ['night'] },
        },
      ],
    },
  },
  importing('a preview', [], list('12', 'New', {}), 'preview'),
  importing(
    'a deployment into 10, as 10/20',
    ['10/20'],
    list('10', 'A', { environment: 'production', tags: ['vip'] }),
  ),
  importing(
    'a new name of 11',
    ['11'],
    savedListText([{ applicationId: '11', name: 'Other', deployments: [] }]),
  ),
  importing(
    '10/20 made to be as 10/21',
    ['10/20', '10/21'],
    savedListText([
      {
        applicationId: '10',
        name: 'A',
        deployments: [{ deploymentId: '20', ...saved['10/20'], environment: 'staging', tags: ['night'] }],
      },
    ]),
  ),
  {
    route: 'DELETE /api/sessions/{sessionName}',
    what: 'one that is not one’s own',
    needs: null,
    path: paths.ownSession('0'.repeat(16)),
    isMissing: true,
  },
  ...['PUT', 'DELETE'].map((method) => ({
    route: `${method} ${paths.pin('{applicationId}', '{deploymentId}')}`,
    what: 'one’s own pin',
    needs: null,
    path: paths.pin('10', '20'),
  })),
  { route: `DELETE ${paths.sessions}`, what: 'sign out everywhere', needs: null, path: paths.sessions },
  { route: `DELETE ${paths.session}`, what: 'sign out', needs: null, path: paths.session },
];

async function reset({ store }: Console) {
  for (const id of ['10', '11']) await store.removeApplication(id);
  await store.applyListChanges({
    applications: [
      { applicationId: '10', name: 'A' },
      { applicationId: '11', name: 'B' },
    ],
    deployments: deployments.map((place) => ({ ...fuseIds(place), values: values(place) })),
  });
}

async function prepare(console_: Console): Promise<Prepared> {
  const { app, ask } = console_;
  const put = (path: string, body: unknown) => ask(withToken('operator'), path, { method: 'PUT', body });
  const records: Record<string, string> = {};
  for (const place of deployments)
    for (const name of [place, `confirmed ${place}`]) {
      const id = (records[name] = randomUUID());
      await put(paths.cancellation(id), { ...fuseIds(place) });
      if (name !== place) await put(paths.confirmation(id), {});
    }
  return {
    records,
    async batch(places) {
      const id = randomUUID();
      await put(paths.batch(id), { targets: places.map(fuseIds) });
      await app.idle();
      return id;
    },
  };
}

/** What is in the store, but for what a row needs from before. */
async function stateOf({ store, sent }: Console) {
  const { items } = await store.listCancellations({}, { limit: 200 });
  const batches = await store.listBatches({ limit: 200 });
  return JSON.stringify([await store.listApplications(), items, batches, sent]);
}

describe('who may do what', () => {
  it('is asked of every route', () => {
    const described = Object.entries(operations).flatMap(([path, methods]) =>
      Object.entries(methods)
        .filter(([, { open }]) => open !== true)
        .map(([method, { permission }]) => `${method.toUpperCase()} ${path} ${permission ?? ''}`),
    );
    const asked = new Set(
      rows
        .filter(({ what }) => what !== 'a preview')
        .map(({ route, needs: of }) => `${route} ${of?.permission ?? ''}`),
    );
    expect([...asked].sort()).toEqual(described.sort());
  });

  it.each(visitors)(
    'of %s',
    async (_kind, reach, come) => {
      const console_ = await openToEverybody(file);
      await reset(console_);
      const prepared = await prepare(console_);
      let sender = await come(console_);
      const wrong: string[] = [];
      // Everybody is let in there, but an expired key or a wrong token is told so even then.
      const isWrongToken = sender.headers['authorization'] !== undefined && reach === null;
      for (const path of [paths.health, paths.signInWays, paths.configurationSchema]) {
        const { status } = await console_.ask(sender, path);
        if (status !== (isWrongToken && path === paths.signInWays ? 401 : 200))
          wrong.push(`${path}: ${status}`);
      }
      let before = await stateOf(console_);
      for (const row of rows) {
        const path = typeof row.path === 'string' ? row.path : await row.path(prepared);
        const [method = ''] = row.route.split(' ');
        if (row.what.startsWith('sign out')) sender = await come(console_);
        // What the row needs from before is no change of its own.
        if (typeof row.path !== 'string') before = await stateOf(console_);
        const answer = await console_.ask(sender, path, {
          method,
          ...(row.body !== undefined && { body: row.body }),
        });
        const isAllowed =
          row.needs === null
            ? true
            : row.needs.places[row.needs.isAnyEnough === true ? 'some' : 'every']((place) =>
                reach?.[row.needs?.permission ?? 'save'].includes(place),
              );
        // A preview changes nothing, but is for somebody who may save something.
        const isRefused = row.what === 'a preview' ? reach?.save.length === 0 : !isAllowed;
        const expected =
          reach === null
            ? [401, 429]
            : isRefused
              ? [403]
              : row.isMissing === true
                ? [404]
                : [200, 201, 202, 204];
        if (!expected.includes(answer.status))
          wrong.push(`${row.route} (${row.what}): ${answer.status} ${await answer.clone().text()}`);
        if (answer.status === 403) {
          const text = await answer.clone().text();
          if (!text.includes(`“${row.needs?.permission ?? 'save'}”`))
            wrong.push(`${row.route}: does not say what lacks: ${text}`);
        }
        if (answer.status >= 400 && (await stateOf(console_)) !== before)
          wrong.push(`${row.route} (${row.what}): changed something`);
        await answer.body?.cancel();
        await console_.app.idle();
        if (!answer.ok || method === 'GET') continue;
        await reset(console_);
        before = await stateOf(console_);
      }
      expect(wrong).toEqual([]);
    },
    60_000,
  );
});
