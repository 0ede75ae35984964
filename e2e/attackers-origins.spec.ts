import { randomUUID } from 'node:crypto';
import { expect, test } from '@playwright/test';
import {
  attackBothMounts,
  cancellationBody,
  operatorRoutes,
  signInRequest,
  type Shape,
} from './testing/attacker';
import { startLive, tokens } from './testing/live-console';
import { requestText, speak } from './testing/raw-http';

attackBothMounts('other sites', (attacker, mount) => {
  test('the same request without an attack is carried out, so that each refusal has its cause', async () => {
    const other = await startLive({ mount });
    try {
      const answer = await speak(
        other.server.origin,
        requestText(
          'PUT',
          `/api/cancellations/${randomUUID()}`,
          {
            Host: new URL(other.server.origin).host,
            Authorization: `Bearer ${tokens.operator}`,
            Origin: other.server.origin,
            'Content-Type': 'application/json',
            'Content-Length': String(cancellationBody.length),
          },
          cancellationBody,
        ),
      );
      expect(answer.statuses).toEqual([201]);
      expect(other.fuse.requests).toHaveLength(1);
    } finally {
      await other.dispose();
    }
  });

  const otherSite = { Origin: 'https://evil.example' };
  const otherTypes = [
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    null,
  ];

  test('another site, another port or a sandboxed frame cancels nothing, in any content type', async () => {
    const { origin } = attacker.live.server;
    const port = Number(new URL(origin).port);
    const senders: Record<string, Record<string, string | null>> = {
      'another site': { Origin: 'https://evil.example', 'Sec-Fetch-Site': 'cross-site' },
      'another site, old browser': { Origin: 'https://evil.example' },
      'another port': { Origin: `http://127.0.0.1:${port + 1}`, 'Sec-Fetch-Site': 'same-site' },
      'another name': { Origin: `http://localhost:${port}` },
      'another scheme': { Origin: `https://127.0.0.1:${port}` },
      'a longer name': { Origin: `${origin}.evil.example` },
      'an opaque origin': { Origin: 'null' },
      'no origin': { Origin: null },
      'our origin from elsewhere': { 'Sec-Fetch-Site': 'cross-site' },
      'a typed address': { 'Sec-Fetch-Site': 'none' },
    };
    await attacker.expectRefused(
      Object.entries(senders).flatMap(([sender, own]) =>
        ['application/json', ...otherTypes].map((type) => {
          const headers = { ...own, 'Content-Type': type };
          return [`${sender} as ${String(type)}`, 403, { headers }] as const;
        }),
      ),
    );
  });

  test('the page itself sends nothing but JSON', async () => {
    await attacker.expectRefused(
      otherTypes.map(
        (type) => [`${type} from the page`, 415, { headers: { 'Content-Type': type } }] as const,
      ),
    );
  });

  test('another site changes nothing on any route, by any method', async () => {
    await attacker.expectRefused([
      ...operatorRoutes().map(
        ([what, shape]) => [`${what} from another site`, 403, { ...shape, headers: otherSite }] as const,
      ),
      ['POST from another site', 403, { method: 'POST', headers: otherSite }],
      ['DELETE from another site', 403, { method: 'DELETE', headers: otherSite }],
      ['sign-in from another site', 403, { ...signInRequest, headers: otherSite }],
    ]);
  });

  test('another site reads nothing either, since one GET asks Fuse', async () => {
    const targets = [
      '/api/session',
      '/api/applications',
      '/api/events',
      '/api/calls/90010001',
      '/api/openapi.json',
    ];
    const senders = [
      otherSite,
      { Origin: null, 'Sec-Fetch-Site': 'cross-site' },
      { Origin: null, 'Sec-Fetch-Site': 'same-site' },
    ];
    await attacker.expectRefused(
      targets.flatMap((target) =>
        (['GET', 'HEAD'] as const).flatMap((method) =>
          senders.map((headers) => {
            const what = `${method} ${target} with ${JSON.stringify(headers)}`;
            return [what, 403, { method, target, headers, body: '' }] as const;
          }),
        ),
      ),
    );
    await attacker.expectRefused([
      ['HEAD of a call', 405, { method: 'HEAD', target: '/api/calls/90010001', body: '' }],
    ]);
  });

  test('a preflight of another site is refused, and allows nothing', async () => {
    const preflight = { method: 'OPTIONS', body: '', headers: otherSite };
    await attacker.expectRefused([['a preflight', 403, preflight]]);
    const headers = { ...otherSite, 'Access-Control-Request-Method': 'PUT' };
    const answer = await speak(attacker.live.server.origin, attacker.request({ ...preflight, headers }));
    expect(answer.text).not.toMatch(/access-control-allow/i);
  });
});

attackBothMounts('other hosts', (attacker, mount) => {
  test('a Host that is not this console’s is refused: rebinding, other addresses, a trailing dot, two, none', async () => {
    const { port } = new URL(attacker.live.server.origin);
    const ours = `127.0.0.1:${port}`;
    const foreign = [
      `evil.example:${port}`,
      `x.localhost:${port}`,
      `localhost.:${port}`,
      `127.0.0.1.:${port}`,
      `127.0.0.2:${port}`,
      `10.0.0.1:${port}`,
      `0.0.0.0:${port}`,
      `127.1:${port}`,
      `2130706433:${port}`,
      `[::ffff:127.0.0.1]:${port}`,
      `evil.example@${ours}`,
      `${ours}@evil.example`,
      '127.0.0.1',
      'localhost',
      '127.0.0.1:1',
      '',
    ];
    const pages = ['/', '/activity', '/api/session', '/api/events', '/api/applications', '/favicon.svg'];
    const sources = mount === 'dev' ? ['/src/main.tsx', '/@vite/client', '/@react-refresh'] : [];
    const get = { method: 'GET', body: '' };
    // 400 for what is no host at all; Vite refuses some of them before us, with 403.
    const refusal = [400, 403];
    await attacker.expectRefused(
      foreign.flatMap((host) => [
        [`Host ${host}`, refusal, { headers: { Host: host } }] as const,
        ...[...pages, ...sources].map(
          (target) => [`${target} of ${host}`, refusal, { ...get, target, headers: { Host: host } }] as const,
        ),
      ]),
    );
    await attacker.expectRefused(
      [...pages, ...sources].flatMap((target) => [
        [`two Hosts for ${target}`, 400, { ...get, target, headers: { Host: [ours, 'evil.example'] } }],
        [`the same Host twice for ${target}`, 400, { ...get, target, headers: { Host: [ours, ours] } }],
        [`no Host for ${target}`, 400, { ...get, target, headers: { Host: null } }],
        [`HTTP/1.0 for ${target}`, 400, { ...get, target, version: '1.0', headers: { Host: null } }],
      ]),
    );
    await attacker.expectRefused([
      ['two Hosts', 400, { headers: { Host: [ours, 'evil.example'] } }],
      ['two Hosts, ours last', refusal, { headers: { Host: ['evil.example', ours] } }],
      ['no Host', 400, { headers: { Host: null } }],
      ['a forwarded Host', 403, { headers: { Host: 'evil.example', 'X-Forwarded-Host': ours } }],
    ]);
  });

  test('health answers to any Host, or none in HTTP/1.0, and metrics to any Host with a token', async () => {
    const anonymous = { Cookie: null, Origin: null, 'Content-Type': null };
    const token = { Authorization: `Bearer ${tokens.support}` };
    const status = async (target: string, headers: Shape['headers'], version = '1.1') => {
      const text = attacker.request({
        method: 'GET',
        target,
        body: '',
        headers: { ...anonymous, ...headers },
        version,
      });
      return (await speak(attacker.live.server.origin, text)).statuses[0];
    };
    for (const host of ['10.1.2.3:4180', 'console.internal', 'localhost', null]) {
      const version = host === null ? '1.0' : '1.1';
      expect.soft(await status('/healthz', { Host: host }, version), `health of ${host}`).toBe(200);
      expect.soft(await status('/metrics', { Host: host }, version), `metrics of ${host}`).toBe(401);
      expect
        .soft(await status('/metrics', { Host: host, ...token }, version), `metrics of ${host}`)
        .toBe(200);
    }
    await attacker.expectRefused([
      ['two Hosts', 400, { method: 'GET', target: '/healthz', body: '', headers: { Host: ['a', 'b'] } }],
      ['another path', [400, 403], { method: 'GET', target: '/healthz/x', body: '', headers: { Host: 'a' } }],
    ]);
  });
});
