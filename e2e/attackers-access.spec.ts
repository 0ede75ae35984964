import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@playwright/test';
import { attackBothMounts, cancellationBody, operatorRoutes, signInRequest } from './testing/attacker';
import { startLive, tokens } from './testing/live-console';
import { requestText, speak } from './testing/raw-http';

const root = fileURLToPath(new URL('..', import.meta.url));

attackBothMounts('strangers and support staff', (attacker, mount) => {
  test('without a session every route answers 401, streams included, and no browser asks for a password', async () => {
    const anonymous = { Cookie: null, 'Console-Identity': null };
    const id = randomUUID();
    const get = ['/api/session', '/api/applications', '/api/cancellations', '/api/cancellations.csv'].concat(
      ['/api/cancellations.json', `/api/cancellations/${id}`, '/api/calls/1', '/api/events', '/metrics'],
      ['/api/applications.csv', '/api/applications.json', '/api/openapi.json'],
      ['/api/batches', `/api/batches/${id}`, '/api/nothing', '/api'],
    );
    const put = [`/api/cancellations/${id}/confirmation`, `/api/cancellations/${id}/verifications/${id}`];
    await attacker.expectRefused([
      ...get.map(
        (target) => [`GET ${target}`, 401, { method: 'GET', target, body: '', headers: anonymous }] as const,
      ),
      ...put.map((target) => [`PUT ${target}`, 401, { target, headers: anonymous }] as const),
      ...operatorRoutes().map(([what, shape]) => [what, 401, { ...shape, headers: anonymous }] as const),
      ['a wrong cookie', 401, { headers: { Cookie: `${attacker.cookie.split('=')[0]}=AAAA` } }],
      ['the sandbox’s cookie', 401, { headers: { Cookie: `${attacker.cookie.split('=')[0]}=operator` } }],
      ['a session of another port', 401, { headers: { Cookie: attacker.cookie.replace(/_\d+=/, '_1=') } }],
      ['a wrong token', 401, { headers: { Cookie: null, Authorization: 'Bearer x' } }],
      ['a wrong token beside a right cookie', 401, { headers: { Authorization: 'Bearer x' } }],
      ['Basic', 401, { headers: { Cookie: null, Authorization: 'Basic b3BzOng=' } }],
      [
        'a token in the query',
        401,
        { target: `/api/cancellations/${id}?token=${tokens.operator}`, headers: anonymous },
      ],
      ['a wrong sign-in', 401, { ...signInRequest, headers: anonymous }],
    ]);
    const spoofed = {
      ...anonymous,
      'X-Forwarded-Email': 'boss@example.com',
      'X-Forwarded-User': 'boss',
      'X-Forwarded-Preferred-Username': 'boss',
      'X-Forwarded-Groups': 'operators',
      'X-Forwarded-For': '127.0.0.1',
      Forwarded: 'for=127.0.0.1;host=127.0.0.1',
      'X-Real-IP': '127.0.0.1',
      'X-Remote-User': 'boss',
      'X-Original-URL': '/healthz',
    };
    await attacker.expectRefused([['identity headers from anyone', 401, { headers: spoofed }]]);
    const answer = await speak(
      attacker.live.server.origin,
      attacker.request({ method: 'GET', target: '/api/events', headers: anonymous, body: '' }),
    );
    expect(answer.text).not.toMatch(/www-authenticate/i);
  });

  test('support’s token is refused on every route of operators', async () => {
    const headers = {
      Cookie: null,
      'Console-Identity': null,
      Authorization: `Bearer ${tokens.support}`,
    };
    await attacker.expectRefused(
      operatorRoutes().map(([what, shape]) => [what, 403, { ...shape, headers }] as const),
    );
    const { items } = JSON.parse(await (await attacker.live.ask('/api/applications')).text());
    expect(items).toHaveLength(1);
  });

  test('no address gives a secret, a source or a source map', async () => {
    const name = randomUUID();
    const secret = `secret of ${randomUUID()}`;
    // Beside a developer's own files, under names that nobody has.
    const planted = [
      ...['.db', '.db-wal', '.token', '.pem'].map((ending) => join('data', name + ending)),
      `.env.${name}`,
      `${name}.yaml`,
    ];
    const madeFolder = !existsSync(join(root, 'data'));
    if (madeFolder) await mkdir(join(root, 'data'));
    await Promise.all(planted.map((file) => writeFile(join(root, file), secret)));
    try {
      const inside = [...planted, '.env', '.env.local', '.git/HEAD', '.git/config', '.git'];
      const outside = [
        '/etc/passwd',
        attacker.live.server.file,
        `${attacker.live.server.file}-wal`,
        dirname(attacker.live.server.file),
      ];
      const paths = [
        ...inside.flatMap((file) => [`/${file}`, `/@fs${root}${file}`]),
        ...outside.flatMap((file) => [
          `/@fs${file}`,
          `/@fs/${file}`,
          `/..%2f..%2f..%2f..${file}`,
          `/%2e%2e${file}`,
        ]),
        '/mockServiceWorker.js',
        '/assets/index.js.map',
        '/server/main.js',
      ];
      const endings = [
        '',
        '?raw',
        '?url',
        '?import&raw',
        '?raw??',
        '?import&raw??',
        '?inline',
        '?init',
        '?.svg?.wasm?init',
      ];
      const targets = paths.flatMap((path) =>
        (mount === 'dev' ? endings : ['']).map((ending) => path + ending),
      );
      for (const accept of ['*/*', 'text/html', 'image/svg+xml']) {
        await Promise.all(
          targets.map(async (target) => {
            const headers = { Accept: accept, Cookie: null };
            const answer = await speak(
              attacker.live.server.origin,
              attacker.request({ method: 'GET', target, headers, body: '' }),
            );
            expect
              .soft(answer.text, `${target} as ${accept}`)
              .not.toMatch(
                /secret of|root:x:|SQLite format|ref: refs|gitdir: |Mock Service Worker|\["console/,
              );
            if (mount === 'standalone') expect.soft(answer.statuses[0], target).toBeGreaterThanOrEqual(400);
          }),
        );
      }
      if (mount === 'standalone') {
        const page = await (await fetch(attacker.live.server.origin)).text();
        for (const [, script = ''] of page.matchAll(/(?:src|href)="(\/[^"]+)"/g)) {
          expect((await fetch(`${attacker.live.server.origin}${script}.map`)).status).toBe(404);
        }
      }
    } finally {
      await Promise.all(planted.map((file) => rm(join(root, file))));
      if (madeFolder) await rm(join(root, 'data'), { recursive: true });
    }
    await attacker.expectNothingHappened('probes');
  });
});

test('behind https and a proxy that signs people in: one origin, one identity, one name for the cookie', async () => {
  const live = await startLive({
    variables: { PUBLIC_ORIGIN: 'https://console.example', TRUSTED_PROXY: '127.0.0.1' },
  });
  const { origin } = live.server;
  let identity = '';
  const send = async (
    headers: Record<string, string | string[]>,
    method = 'PUT',
    wanted = cancellationBody,
  ) => {
    const sent = method === 'PUT' ? wanted : '';
    const path = method === 'PUT' ? `/api/cancellations/${randomUUID()}` : '/api/session';
    const own = {
      Host: 'console.example',
      Origin: 'https://console.example',
      'X-Forwarded-Email': 'ada@example.com',
      'X-Forwarded-Groups': 'operators',
      'Console-Identity': identity,
      'Content-Type': 'application/json',
      'Content-Length': String(sent.length),
    };
    return speak(origin, requestText(method, path, { ...own, ...headers }, sent));
  };
  const identityOf = async (headers: Record<string, string>) =>
    /"identity":"([^"]+)"/.exec((await send(headers, 'GET')).text)?.[1] ?? '';
  try {
    const asSupport = { 'X-Forwarded-Groups': 'support' };
    const cases: [string, number, Record<string, string | string[]>][] = [
      ['the http page of the same name', 403, { Origin: 'http://console.example' }],
      ['another port of the name', 403, { Origin: 'https://console.example:8443' }],
      ['this machine’s own page', 403, { Origin: origin }],
      ['two people', 400, { 'X-Forwarded-Email': ['ada@example.com', 'boss@example.com'] }],
      ['two lists of groups', 400, { 'X-Forwarded-Groups': ['support', 'operators'] }],
      ['a group of another application', 403, { 'X-Forwarded-Groups': 'other/operators' }],
      ['a name that acts on a terminal', 403, { 'X-Forwarded-Email': 'a\xc2\x9b31m@example.com' }],
      ['support', 403, { ...asSupport, 'Console-Identity': await identityOf(asSupport) }],
      ['support on a page of an operator', 409, asSupport],
      ['somebody else', 409, { 'X-Forwarded-Email': 'grace@example.com' }],
      ['nobody', 401, { 'X-Forwarded-Email': '', Cookie: 'console_live_443=x; __Host-console_live_443=y' }],
    ];
    identity = await identityOf({});
    for (const [what, status, headers] of cases) {
      const { statuses, text } = await send(headers);
      expect.soft(statuses[0], `${what}: ${text.slice(0, 300)}`).toBe(status);
    }
    expect(live.fuse.connections).toBe(0);
    const { text } = await send({ 'X-Forwarded-Email': 'Jos\xc3\xa9' }, 'GET');
    expect(Buffer.from(text, 'latin1').toString()).toContain('"person":"José"');
    expect((await send({})).statuses).toEqual([201]);
    // A reverse proxy that passes its own name of the console.
    const other = { name: 'Visits', environment: 'staging' };
    await live.ask('/api/applications/10/deployments/21', { method: 'PUT', body: other });
    const another = cancellationBody.replace('20', '21');
    expect((await send({ Host: new URL(origin).host }, 'PUT', another)).statuses).toEqual([201]);
    expect(live.fuse.requests).toHaveLength(2);
  } finally {
    await live.dispose();
  }
});
