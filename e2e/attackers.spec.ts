import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import type { Socket } from 'node:net';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@playwright/test';
import { startLive, tokens, type LiveConsole } from './testing/live-console';
import { dial, requestText, speak } from './testing/raw-http';

const root = fileURLToPath(new URL('..', import.meta.url));
const body = '{"applicationId":"10","deploymentId":"20"}';

/** Every route that only operators may use, each with a body that would do something. */
function operatorRoutes(): (readonly [string, Shape])[] {
  const targets = '[{"applicationId":"10","deploymentId":"20"}]';
  const csv = '"application_id,application_name\\n77,planted\\n"';
  const values = '{"name":"x","environment":"y","tags":[],"note":null}';
  const ids = '"applicationId":"10","deploymentId":"21"';
  const post = (target: string, sent: string): Shape => ({ method: 'POST', target, body: sent });
  const remove = (target: string): Shape => ({ method: 'DELETE', target, body: '' });
  return [
    ['cancel', {}],
    ['start a batch', { target: `/api/batches/${randomUUID()}`, body: `{"targets":${targets}}` }],
    ['stop a batch', { target: `/api/batches/${randomUUID()}/stop`, body: '' }],
    ['save an application', { target: '/api/applications/11', body: '{"name":"x"}' }],
    [
      'save a deployment',
      { target: '/api/applications/10/deployments/20', body: '{"name":"x","environment":"y"}' },
    ],
    ['remove an application', remove('/api/applications/10')],
    ['remove a deployment', remove('/api/applications/10/deployments/20')],
    ['import', post('/api/applications/import', `{"mode":"apply","content":${csv}}`)],
    ['edit', post('/api/applications/edit', `{"targets":${targets},"change":{"remove":true}}`)],
    ['restore', post('/api/applications/restore', `{"items":[{${ids},"before":${values},"after":null}]}`)],
  ];
}

interface Shape {
  method?: string;
  target?: string;
  headers?: Record<string, string | string[] | null>;
  body?: string;
  version?: string;
}

for (const mount of ['standalone', 'dev'] as const) {
  test.describe(`attackers on the ${mount} mount`, () => {
    test.describe.configure({ mode: 'default' });
    let live: LiveConsole;
    let cookie = '';
    let identity = '';

    test.beforeAll(async () => {
      live = await startLive({ mount });
      const { origin } = live.server;
      const signedIn = await fetch(`${origin}/api/session`, {
        method: 'POST',
        headers: { origin, 'content-type': 'application/json' },
        body: JSON.stringify({ name: 'Victim', token: tokens.operator }),
      });
      cookie = signedIn.headers.get('set-cookie')?.split(';', 1)[0] ?? '';
      expect(cookie).not.toBe('');
      ({ identity } = JSON.parse(await signedIn.text()));
    });
    test.afterAll(() => live.dispose());

    /** Whatever was tried: nothing reached Fuse, nothing is in the journal, and the server answers. */
    const nothingHappened = async (what: string) => {
      expect.soft(live.fuse.connections, `${what}: connections to Fuse`).toBe(0);
      const journal = await live.ask('/api/cancellations');
      expect.soft(await journal.json(), `${what}: journal`).toEqual({ items: [], nextCursor: null });
    };

    /** A cancellation as the signed-in victim's page would send it, but for what the attack changes. */
    const attack = ({ method = 'PUT', target, headers = {}, body: sent = body, version }: Shape) => {
      const { origin } = live.server;
      const own = {
        Host: new URL(origin).host,
        Cookie: cookie,
        'Console-Identity': identity,
        Origin: origin,
        'Content-Type': 'application/json',
        'Content-Length': String(Buffer.byteLength(sent, 'latin1')),
      };
      const path = target ?? `/api/cancellations/${randomUUID()}`;
      return requestText(method, path, { ...own, ...headers }, sent, version);
    };

    const refused = async (cases: (readonly [string, number | number[], string | Shape])[]) => {
      await Promise.all(
        cases.map(async ([what, status, shape]) => {
          const answer = await speak(live.server.origin, typeof shape === 'string' ? shape : attack(shape));
          expect.soft([status].flat(), `${what}: ${answer.text.slice(0, 300)}`).toContain(answer.statuses[0]);
        }),
      );
      await nothingHappened(cases.map(([what]) => what).join(', '));
    };

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
              'Content-Length': String(body.length),
            },
            body,
          ),
        );
        expect(answer.statuses).toEqual([201]);
        expect(other.fuse.requests).toHaveLength(1);
      } finally {
        await other.dispose();
      }
    });

    test('another site, another port, a sandboxed frame, in every content type', async () => {
      const { origin } = live.server;
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
      const types = [
        'application/json',
        'text/plain',
        'application/x-www-form-urlencoded',
        'multipart/form-data; boundary=x',
        null,
      ];
      await refused(
        Object.entries(senders).flatMap(([who, sender]) =>
          types.map((type) => {
            const headers = { ...sender, 'Content-Type': type };
            return [`${who} as ${String(type)}`, 403, { headers }] as const;
          }),
        ),
      );
      await refused([
        ...types
          .slice(1)
          .map((type) => [`${type} from the page`, 415, { headers: { 'Content-Type': type } }] as const),
        ...operatorRoutes().map(
          ([what, shape]) =>
            [
              `${what} from another site`,
              403,
              { ...shape, headers: { Origin: 'https://evil.example' } },
            ] as const,
        ),
        ['POST from another site', 403, { method: 'POST', headers: { Origin: 'https://evil.example' } }],
        ['DELETE from another site', 403, { method: 'DELETE', headers: { Origin: 'https://evil.example' } }],
        ...[
          '/api/session',
          '/api/applications',
          '/api/events',
          '/api/calls/90010001',
          '/api/openapi.json',
        ].flatMap((target) =>
          (['GET', 'HEAD'] as const).flatMap((method) =>
            [
              { Origin: 'https://evil.example' },
              { Origin: null, 'Sec-Fetch-Site': 'cross-site' },
              { Origin: null, 'Sec-Fetch-Site': 'same-site' },
            ].map(
              (headers) =>
                [
                  `${method} ${target} with ${JSON.stringify(headers)}`,
                  403,
                  { method, target, headers, body: '' },
                ] as const,
            ),
          ),
        ),
        ['HEAD of a call', 405, { method: 'HEAD', target: '/api/calls/90010001', body: '' }],
        ['a preflight', 403, { method: 'OPTIONS', headers: { Origin: 'https://evil.example' }, body: '' }],
        ['sign-in from another site', 403, { ...csrfSignIn, headers: { Origin: 'https://evil.example' } }],
      ]);
      const preflight = await speak(
        origin,
        attack({
          method: 'OPTIONS',
          body: '',
          headers: { Origin: 'https://evil.example', 'Access-Control-Request-Method': 'PUT' },
        }),
      );
      expect(preflight.text).not.toMatch(/access-control-allow/i);
    });
    const csrfSignIn = { method: 'POST', target: '/api/session', body: '{"name":"x","token":"x"}' };

    test('another Host: rebinding, other addresses, a trailing dot, two, none', async () => {
      const { port } = new URL(live.server.origin);
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
      await refused(
        foreign.flatMap((host) => [
          [`Host ${host}`, refusal, { headers: { Host: host } }] as const,
          ...[...pages, ...sources].map(
            (target) =>
              [`${target} of ${host}`, refusal, { ...get, target, headers: { Host: host } }] as const,
          ),
        ]),
      );
      await refused(
        [...pages, ...sources].flatMap((target) => [
          [`two Hosts for ${target}`, 400, { ...get, target, headers: { Host: [ours, 'evil.example'] } }],
          [`the same Host twice for ${target}`, 400, { ...get, target, headers: { Host: [ours, ours] } }],
          [`no Host for ${target}`, 400, { ...get, target, headers: { Host: null } }],
          [`HTTP/1.0 for ${target}`, 400, { ...get, target, version: '1.0', headers: { Host: null } }],
        ]),
      );
      await refused([
        ['two Hosts', 400, { headers: { Host: [ours, 'evil.example'] } }],
        ['two Hosts, ours last', refusal, { headers: { Host: ['evil.example', ours] } }],
        ['no Host', 400, { headers: { Host: null } }],
        ['a forwarded Host', 403, { headers: { Host: 'evil.example', 'X-Forwarded-Host': ours } }],
      ]);
    });

    test('health answers to any Host, or none in HTTP/1.0, and metrics to a token', async () => {
      const anonymous = { Cookie: null, Origin: null, 'Content-Type': null };
      const token = { Authorization: `Bearer ${tokens.support}` };
      const status = async (target: string, headers: Shape['headers'], version = '1.1') => {
        const text = attack({
          method: 'GET',
          target,
          body: '',
          headers: { ...anonymous, ...headers },
          version,
        });
        return (await speak(live.server.origin, text)).statuses[0];
      };
      for (const host of ['10.1.2.3:4180', 'console.internal', 'localhost', null]) {
        const version = host === null ? '1.0' : '1.1';
        expect.soft(await status('/healthz', { Host: host }, version), `health of ${host}`).toBe(200);
        expect.soft(await status('/metrics', { Host: host }, version), `metrics of ${host}`).toBe(401);
        expect
          .soft(await status('/metrics', { Host: host, ...token }, version), `metrics of ${host}`)
          .toBe(200);
      }
      await refused([
        ['two Hosts', 400, { method: 'GET', target: '/healthz', body: '', headers: { Host: ['a', 'b'] } }],
        [
          'another path',
          [400, 403],
          { method: 'GET', target: '/healthz/x', body: '', headers: { Host: 'a' } },
        ],
      ]);
    });

    test('targets that two parties could read differently', async () => {
      const id = randomUUID();
      const { origin } = live.server;
      const notHere = [400, 403, 404, 405];
      await refused([
        ['absolute form', 400, { target: `${origin}/api/cancellations/${id}` }],
        ['absolute form of another', 400, { target: `http://evil.example/api/cancellations/${id}` }],
        ['two slashes', 400, { target: `//api/cancellations/${id}` }],
        ['a host after two slashes', 400, { target: `//evil.example/api/cancellations/${id}` }],
        ['two slashes inside', notHere, { target: `/api//cancellations/${id}` }],
        ['an encoded slash', notHere, { target: `/api%2Fcancellations%2F${id}` }],
        ['an encoded slash in the ID', 400, { target: `/api/cancellations/%2F${id}` }],
        ['an encoded backslash', notHere, { target: `/api%5Ccancellations/${id}` }],
        ['a backslash', 400, { target: `/api\\cancellations/${id}` }],
        ['dot segments', 400, { target: `/x/../api/cancellations/${id}` }],
        ['encoded dot segments', 400, { target: `/x/%2e%2E/api/cancellations/${id}` }],
        ['a single dot', 400, { target: `/api/./cancellations/${id}` }],
        ['a fragment', 400, { target: `/api/cancellations/${id}#x` }],
        ['raw bytes', 400, { target: `/api/cancellations/${id}\xe9` }],
        ['a space', 400, { target: `/api/cancellations/${id} x` }],
        ['a broken escape', [400, 404], { target: '/api/cancellations/%zz' }],
        ['an overlong escape', 400, { target: '/api/cancellations/%c0%af' }],
        ['another letter case', notHere, { target: `/API/cancellations/${id}` }],
        ['a trailing slash', notHere, { target: `/api/cancellations/${id}/` }],
        ['a matrix parameter', 400, { target: `/api/cancellations/${id};x` }],
        ['no slash', 400, { target: `api/cancellations/${id}` }],
        ['an asterisk', [400, 404], { method: 'OPTIONS', target: '*' }],
        ['a very long target', [400, 414, 431], { target: `/api/${'a'.repeat(100_000)}` }],
        ['POST', 405, { method: 'POST' }],
        ['PATCH', 405, { method: 'PATCH' }],
        ['DELETE', 405, { method: 'DELETE' }],
        ['TRACE', [400, 405], { method: 'TRACE', body: '' }],
        ['an unknown method', 400, { method: 'CANCEL' }],
        ['an overridden method', 405, { method: 'POST', headers: { 'X-HTTP-Method-Override': 'PUT' } }],
        ['a GET with a body', [400, 404], { method: 'GET', target: `/api/cancellations/${id}` }],
      ]);
      const tunnel = await speak(origin, attack({ method: 'CONNECT', target: 'fuse.test:443', body: '' }), {
        patienceMs: 1000,
      });
      expect(tunnel.statuses.filter((status) => status < 400)).toEqual([]);
      await nothingHappened('CONNECT');
    });

    test('smuggling shapes', async () => {
      const chunked = `${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`;
      const te = (value: string | string[], length: string | null = null): Shape => ({
        headers: { 'Transfer-Encoding': value, 'Content-Length': length },
        body: chunked,
      });
      const length = String(body.length);
      const head = attack({}).split('\r\n\r\n')[0] ?? '';
      await refused([
        ['length and chunked', 400, te('chunked', length)],
        ['length 0 and chunked', 400, te('chunked', '0')],
        ['gzip, chunked', 400, te('gzip, chunked')],
        ['chunked twice', 400, te(['chunked', 'chunked'])],
        ['identity', 400, te('identity')],
        ['an unknown coding', 400, te('xchunked')],
        ['chunked, identity', 400, te('chunked, identity')],
        ['a vertical tab before chunked', 400, te('\x0bchunked')],
        ['two lengths', 400, { headers: { 'Content-Length': [length, '5'] } }],
        ['the same length twice', 400, { headers: { 'Content-Length': [length, length] } }],
        ['a list of lengths', 400, { headers: { 'Content-Length': `${length}, ${length}` } }],
        ['a signed length', 400, { headers: { 'Content-Length': `+${length}` } }],
        ['a negative length', 400, { headers: { 'Content-Length': '-1' } }],
        ['a hexadecimal length', 400, { headers: { 'Content-Length': '0x2a' } }],
        ['a huge length', [400, 413], { headers: { 'Content-Length': '99999999999999999999' } }],
        ['a bad chunk size', 400, { ...te('chunked'), body: `zz\r\n${body}\r\n0\r\n\r\n` }],
        ['a huge chunk size', [400, 413], { ...te('chunked'), body: `fffffffffffffffff\r\n${body}` }],
        ['a chunk that ends early', 400, { ...te('chunked'), body: `1\r\n${body}\r\n0\r\n\r\n` }],
        ['a space before the colon', 400, `${head}\r\nTransfer-Encoding : chunked\r\n\r\n${chunked}`],
        ['a folded line', 400, `${head}\r\nX-A: b\r\n Transfer-Encoding: chunked\r\n\r\n${body}`],
        ['a NUL in a header', 400, `${head}\r\nX-A: a\0b\r\n\r\n${body}`],
        ['a bare CR in a header', 400, `${head}\r\nX-A: a\rHost: evil.example\r\n\r\n${body}`],
        ['bare LFs', 400, `${head}\r\n\r\n${body}`.replaceAll('\r\n', '\n')],
        ['HTTP/2', [400, 505], 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
        ['HTTP/3.7', [400, 505], { version: '3.7' }],
        ['HTTP/0.9', 400, 'GET /\r\n\r\n'],
        ['TLS', 400, '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03'],
        ['an expectation', 417, { headers: { Expect: 'the unexpected' } }],
        ['100,000 headers', 431, `${head}\r\n${'a: b\r\n'.repeat(100_000)}\r\n`],
        ['a long header', 431, { headers: { 'X-A': 'x'.repeat(100_000) } }],
      ]);
    });

    test('what hides behind a refused body is never a request of its own', async () => {
      const hidden = attack({ headers: { Authorization: `Bearer ${tokens.operator}` } });
      const shapes: Shape[] = [
        { headers: { 'Content-Length': '4', 'Transfer-Encoding': 'chunked' }, body: `0\r\n\r\n${hidden}` },
        { headers: { 'Content-Length': null, 'Transfer-Encoding': 'xchunked' }, body: hidden },
        { headers: { 'Content-Length': ['0', String(hidden.length)] }, body: hidden },
        {
          headers: { 'Content-Length': String(hidden.length), Origin: 'https://evil.example' },
          body: hidden,
        },
      ];
      for (const shape of shapes) {
        const answer = await speak(live.server.origin, attack(shape), {
          wholeConnection: true,
          patienceMs: 700,
        });
        expect(answer.statuses).not.toEqual([]);
        expect(answer.statuses.filter((status) => status < 400)).toEqual([]);
      }
      await nothingHappened('hidden requests');
    });

    test('upgrades are not taken, and leave no connection waiting', async () => {
      for (const [protocol, target] of [
        ['websocket', '/api/events'],
        ['h2c', '/api/session'],
        ['websocket', '/'],
      ] as const) {
        const headers = {
          Cookie: null,
          Connection: 'Upgrade',
          Upgrade: protocol,
          'Sec-WebSocket-Key': 'dGhlIHNhbXBsZSBub25jZQ==',
          'Sec-WebSocket-Version': '13',
          Origin: 'https://evil.example',
        };
        const answer = await speak(live.server.origin, attack({ method: 'GET', target, body: '', headers }));
        expect.soft(answer.statuses, `${protocol} at ${target}`).not.toContain(101);
        const asVite = { ...headers, 'Sec-WebSocket-Protocol': 'vite-ping' };
        for (const more of [{}, { Host: 'evil.example' }]) {
          const named = attack({ method: 'GET', target, body: '', headers: { ...asVite, ...more } });
          expect.soft((await speak(live.server.origin, named)).statuses, protocol).not.toContain(101);
        }
        expect.soft(answer.closed || answer.statuses.length > 0, `${protocol} at ${target}`).toBe(true);
      }
      await nothingHappened('upgrades');
    });

    test('bodies: too large, compressed, deep, twice the same key, prototype keys, not JSON', async () => {
      const deep = `${'{"a":'.repeat(40)}1${'}'.repeat(40)}`;
      const large = 'x'.repeat(1_000_001);
      const ids = '"applicationId":"10","deploymentId":"20"';
      await refused([
        ['1 MB and a byte', 413, { body: large }],
        ['a length that promises 1 GB', 413, { headers: { 'Content-Length': '1000000000' } }],
        [
          'chunks past 1 MB',
          413,
          {
            headers: { 'Content-Length': null, 'Transfer-Encoding': 'chunked' },
            body: `${large.length.toString(16)}\r\n${large}\r\n0\r\n\r\n`,
          },
        ],
        ['gzip', 415, { headers: { 'Content-Encoding': 'gzip' } }],
        ['br', 415, { headers: { 'Content-Encoding': 'br' } }],
        ['another charset', 415, { headers: { 'Content-Type': 'application/json; charset=utf-16' } }],
        ['two content types', 415, { headers: { 'Content-Type': 'application/json, text/plain' } }],
        ['deep', 400, { body: deep }],
        ['very deep', 400, { body: '['.repeat(400_000) }],
        ['a key twice', 400, { body: `{${ids},"deploymentId":"21"}` }],
        ['a key twice, escaped', 400, { body: `{${ids},"deploymen\\u0074Id":"21"}` }],
        ['__proto__', 400, { body: `{${ids},"__proto__":{"role":"operator"}}` }],
        ['constructor', 400, { body: `{${ids},"constructor":{"prototype":{}}}` }],
        ['an unknown key', 400, { body: `{${ids},"role":"operator"}` }],
        ['no key', 400, { body: '{}' }],
        ['nothing', 400, { body: '' }],
        ['null', 400, { body: 'null' }],
        ['a list', 400, { body: `[${body}]` }],
        ['two documents', 400, { body: body + body }],
        ['a comment', 400, { body: `/* */${body}` }],
        ['not UTF-8', 400, { body: `{${ids},"reason":"\xff"}` }],
        ['a NUL', 400, { body: `${body}\0` }],
        ['cut off', 400, { body: body.slice(0, -1) }],
      ]);
      const twice = await speak(live.server.origin, attack({ body: `{${ids},"deploymentId":"21"}` }));
      expect(twice.text).toContain('"field":"deploymentId"');
    });

    test('batches that are not what they seem', async () => {
      const one = '{"applicationId":"10","deploymentId":"20"}';
      const missing = '{"applicationId":"10","deploymentId":"21"}';
      const many = Array.from({ length: 501 }, (_, n) => `{"applicationId":"10","deploymentId":"${n}"}`);
      const bodies: [string, number, string][] = [
        ['no target', 400, '{"targets":[]}'],
        ['a target twice', 400, `{"targets":[${one},${one}]}`],
        ['too many targets', 400, `{"targets":[${many.join()}]}`],
        ['one that is not saved', 404, `{"targets":[${one},${missing}]}`],
        ['targets named twice', 400, `{"targets":[${one}],"targets":[${one}]}`],
        ['a pause of its own', 400, `{"targets":[${one}],"pauseMs":0}`],
        ['a person of its own', 400, `{"targets":[${one}],"person":"boss"}`],
        ['a key too many in a target', 400, '{"targets":[{"applicationId":"10","deploymentId":"20","x":1}]}'],
        ['a number for an ID', 400, '{"targets":[{"applicationId":10,"deploymentId":"20"}]}'],
        ['prototype keys', 400, `{"targets":[${one}],"__proto__":{"reason":"x"}}`],
        ['an escape in the reason', 400, `{"targets":[${one}],"reason":"\\u001b[2J"}`],
      ];
      await refused(
        bodies.map(
          ([what, status, sent]) =>
            [what, status, { target: `/api/batches/${randomUUID()}`, body: sent }] as const,
        ),
      );
      const list = await (await live.ask('/api/batches')).json();
      expect(list).toEqual({ items: [], nextCursor: null });
    });

    test('IDs of every bad kind', async () => {
      const bad = [
        '',
        '" 20"',
        '"+20"',
        '"-20"',
        '"2.0"',
        '"2e1"',
        '"0x14"',
        '"20\\n"',
        '"２０"',
        '"٢٠"',
      ].concat(
        [
          `"${'1'.repeat(21)}"`,
          '20',
          'null',
          'true',
          '["20"]',
          '{"a":"20"}',
          '"../20"',
          '"20/cancel"',
          '"20?x"',
        ],
        ['"20%2f"', '"\\u0000"', '"20 OR 1=1"', '"NaN"', '1e400', '"__proto__"'],
      );
      const utf8 = (text: string) => Buffer.from(text, 'utf8').toString('latin1');
      await refused(
        bad.flatMap((id) => [
          [`deployment ${id}`, 400, { body: utf8(`{"applicationId":"10","deploymentId":${id}}`) }] as const,
          [`application ${id}`, 400, { body: utf8(`{"applicationId":${id},"deploymentId":"20"}`) }] as const,
        ]),
      );
      const badUuids = [
        'x',
        '1',
        '{0}',
        '%00',
        '..%2f..%2f',
        '0'.repeat(32),
        `${randomUUID()}x`,
        'null',
        '%E2%80%AE',
      ];
      await refused(
        badUuids.map((id) => [`UUID ${id}`, 400, { target: `/api/cancellations/${id}` }] as const),
      );
      await refused([
        ['not saved', 404, { body: '{"applicationId":"10","deploymentId":"020"}' }],
        ['not saved either', 404, { body: '{"applicationId":"20","deploymentId":"10"}' }],
      ]);
    });

    test('reasons that would act on a screen, a terminal or a log', async () => {
      const { origin } = live.server;
      const lines = (await live.server.log()).split('\n').length;
      const unfit = [
        '\\u001b[31mred',
        '\\u0007',
        '\\u0000',
        '\\u202eevil',
        '\\u2066',
        '\\ud800',
        '\\u009b1m',
      ];
      await refused(
        unfit.map((reason) => {
          const text = `{"applicationId":"10","deploymentId":"20","reason":"${reason}"}`;
          return [`reason ${reason}`, 400, { body: text }] as const;
        }),
      );
      const names = [
        'a\\nb',
        'a\\r\\n{\\"event\\":\\"cancellation\\"}',
        'a\\u2028b',
        '\\u202e',
        '\\u001b[2J',
      ];
      await refused(
        names.map((name) => {
          const shape = { target: '/api/applications/99', body: `{"name":"${name}"}` };
          return [`name ${name}`, 400, shape] as const;
        }),
      );
      await speak(origin, attack({ target: '/api/%0d%0a%7B%22event%22:%22cancellation%22%7D' }));
      const written = (await live.server.log())
        .split('\n')
        .slice(lines - 1)
        .filter(Boolean);
      for (const line of written) expect(JSON.parse(line)).toHaveProperty('event');
      expect(written.join('\n')).not.toContain('"event":"cancellation"');
    });

    test('no session: 401 on every route, streams included, and no pop-up', async () => {
      const anonymous = { Cookie: null, 'Console-Identity': null };
      const id = randomUUID();
      const get = [
        '/api/session',
        '/api/applications',
        '/api/cancellations',
        '/api/cancellations.csv',
      ].concat(
        ['/api/cancellations.json', `/api/cancellations/${id}`, '/api/calls/1', '/api/events', '/metrics'],
        ['/api/applications.csv', '/api/applications.json', '/api/openapi.json'],
        ['/api/batches', `/api/batches/${id}`, '/api/nothing', '/api'],
      );
      const put = [`/api/cancellations/${id}/confirmation`, `/api/cancellations/${id}/verifications/${id}`];
      await refused([
        ...get.map(
          (target) =>
            [`GET ${target}`, 401, { method: 'GET', target, body: '', headers: anonymous }] as const,
        ),
        ...put.map((target) => [`PUT ${target}`, 401, { target, headers: anonymous }] as const),
        ...operatorRoutes().map(([what, shape]) => [what, 401, { ...shape, headers: anonymous }] as const),
        ['a wrong cookie', 401, { headers: { Cookie: `${cookie.split('=')[0]}=AAAA` } }],
        ['the sandbox’s cookie', 401, { headers: { Cookie: `${cookie.split('=')[0]}=operator` } }],
        ['a session of another port', 401, { headers: { Cookie: cookie.replace(/_\d+=/, '_1=') } }],
        ['a wrong token', 401, { headers: { Cookie: null, Authorization: 'Bearer x' } }],
        ['a wrong token beside a right cookie', 401, { headers: { Authorization: 'Bearer x' } }],
        ['Basic', 401, { headers: { Cookie: null, Authorization: 'Basic b3BzOng=' } }],
        [
          'a token in the query',
          401,
          { target: `/api/cancellations/${id}?token=${tokens.operator}`, headers: anonymous },
        ],
        ['a wrong sign-in', 401, { ...csrfSignIn, headers: anonymous }],
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
      await refused([['identity headers from anyone', 401, { headers: spoofed }]]);
      const answer = await speak(
        live.server.origin,
        attack({ method: 'GET', target: '/api/events', headers: anonymous, body: '' }),
      );
      expect(answer.text).not.toMatch(/www-authenticate/i);
    });

    test('support’s token on an operator’s routes', async () => {
      const headers = {
        Cookie: null,
        'Console-Identity': null,
        Authorization: `Bearer ${tokens.support}`,
      };
      await refused(operatorRoutes().map(([what, shape]) => [what, 403, { ...shape, headers }] as const));
      const { items } = JSON.parse(await (await live.ask('/api/applications')).text());
      expect(items).toHaveLength(1);
    });

    test('probes for secrets, sources and maps', async () => {
      const name = randomUUID();
      const secret = `secret of ${randomUUID()}`;
      // Beside a developer's own files, under names that nobody has.
      const planted = [
        ...['.db', '.db-wal', '.token', '.pem'].map((ending) => join('data', name + ending)),
        `.env.${name}`,
      ];
      const madeFolder = !existsSync(join(root, 'data'));
      if (madeFolder) await mkdir(join(root, 'data'));
      await Promise.all(planted.map((file) => writeFile(join(root, file), secret)));
      try {
        const inside = [...planted, '.env', '.env.local', '.git/HEAD', '.git/config', '.git'];
        const outside = [
          '/etc/passwd',
          live.server.file,
          `${live.server.file}-wal`,
          dirname(live.server.file),
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
                live.server.origin,
                attack({ method: 'GET', target, headers, body: '' }),
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
          const page = await (await fetch(live.server.origin)).text();
          for (const [, script = ''] of page.matchAll(/(?:src|href)="(\/[^"]+)"/g)) {
            expect((await fetch(`${live.server.origin}${script}.map`)).status).toBe(404);
          }
        }
      } finally {
        await Promise.all(planted.map((file) => rm(join(root, file))));
        if (madeFolder) await rm(join(root, 'data'), { recursive: true });
      }
      await nothingHappened('probes');
    });

    test('HEAD holds no event stream', async () => {
      const heads = Array.from({ length: 600 }, () =>
        speak(live.server.origin, attack({ method: 'HEAD', target: '/api/events', body: '' }), {
          patienceMs: 300,
        }),
      );
      await Promise.all(heads);
      const metrics = await live.ask('/metrics');
      expect(await metrics.text()).toMatch(/^fuse_console_event_streams 0$/m);
    });

    test('5,000 event streams: 500 are served, the rest refused, and the console answers all along', async () => {
      const { origin } = live.server;
      const opening = attack({ method: 'GET', target: '/api/events', body: '' });
      const count = { 200: 0, 503: 0 };
      const sockets: Socket[] = [];
      try {
        // As many at a time as the system keeps waiting for a server; more would wait for its retransmissions.
        while (sockets.length < 5_000) {
          for (let at = 0; at < 500; at += 1) {
            const socket = dial(origin);
            socket.once('data', (head: Buffer) => {
              const status = head.toString('latin1', 9, 12);
              if (status === '200' || status === '503') count[status] += 1;
            });
            socket.write(opening);
            sockets.push(socket);
          }
          await expect.poll(() => count[200] + count[503]).toBe(sockets.length);
        }
        expect(count).toEqual({ 200: 500, 503: 4_500 });
        expect((await live.ask('/api/session')).status).toBe(200);
      } finally {
        for (const socket of sockets) socket.destroy();
      }
      const openAgain = async () => (await speak(origin, opening, { patienceMs: 300 })).statuses[0];
      await expect.poll(openAgain).toBe(200);
      await nothingHappened('streams');
    });
  });
}

test('slow headers and slow bodies are cut off on both mounts, and hold nobody up', async () => {
  const consoles = await Promise.all((['standalone', 'dev'] as const).map((mount) => startLive({ mount })));
  const cutOff = async (live: LiveConsole) => {
    const { origin } = live.server;
    const head = requestText('PUT', `/api/cancellations/${randomUUID()}`, {
      Host: new URL(origin).host,
      Authorization: `Bearer ${tokens.operator}`,
      'Content-Type': 'application/json',
      'Content-Length': String(body.length),
    });
    const drip = async (start: string, withinMs: number) => {
      const answers = Array.from({ length: 50 }, () =>
        speak(origin, start, { patienceMs: withinMs, wholeConnection: true }),
      );
      for (const { statuses, closed } of await Promise.all(answers)) {
        expect(closed).toBe(true);
        expect(statuses).toEqual([408]);
      }
    };
    const drips = [drip(head.slice(0, 60), 18_000), drip(`${head}${body.slice(0, 5)}`, 28_000)];
    expect((await live.ask('/api/session')).status).toBe(200);
    await Promise.all(drips);
    expect(live.fuse.connections).toBe(0);
    expect(await (await live.ask('/api/cancellations')).json()).toEqual({ items: [], nextCursor: null });
  };
  try {
    await Promise.all(consoles.map(cutOff));
  } finally {
    await Promise.all(consoles.map((live) => live.dispose()));
  }
});

test('behind https and a proxy that signs people in: one origin, one identity, one name for the cookie', async () => {
  const live = await startLive({
    variables: { PUBLIC_ORIGIN: 'https://console.example', TRUSTED_PROXY: '127.0.0.1' },
  });
  const { origin } = live.server;
  let identity = '';
  const send = async (headers: Record<string, string | string[]>, method = 'PUT', wanted = body) => {
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
    const another = body.replace('20', '21');
    expect((await send({ Host: new URL(origin).host }, 'PUT', another)).statuses).toEqual([201]);
    expect(live.fuse.requests).toHaveLength(2);
  } finally {
    await live.dispose();
  }
});
