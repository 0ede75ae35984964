import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { session } from '../contract';
import { listAllowedHosts } from './http/guard';
import { host, openConsole, problemOf, scriptedFuse, tokens } from './testing/test-app';
import { createLog } from './run/log';

describe('every answer', () => {
  it('carries a request ID and headers that keep it out of caches, frames and other sites', async () => {
    const { ask } = await openConsole();
    const response = await ask('/api/session');
    expect(response.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
  });

  it('is one line in the log, whatever characters the path holds', async () => {
    const { ask, log } = await openConsole();
    await ask('/api/%0a%22forged%22');
    expect(log).toHaveLength(1);
    expect(log[0]).not.toContain('\n');
  });

  it('has its characters escaped in the log that a terminal or a log reader would act on', () => {
    let line = '';
    createLog(
      (text) => (line = text),
      () => new Date(0),
    )('request', {
      path: '/api/\u009B31m\u0085\u2028\u2029\u202E\u2066\u007F\u001B[31m\nÄ🙂',
    });
    expect(line.trimEnd()).not.toMatch(/[\p{Cc}\u2028-\u202E\u2066-\u2069]/u);
    expect(line.indexOf('\n')).toBe(line.length - 1);
    expect(JSON.parse(line)).toMatchObject({
      path: '/api/\u009B31m\u0085\u2028\u2029\u202E\u2066\u007F\u001B[31m\nÄ🙂',
    });
  });

  it('is problem+json for an unknown address', async () => {
    const { ask } = await openConsole();
    const response = await ask('/api/nothing');
    expect(response.headers.get('content-type')).toBe('application/problem+json');
    expect(await problemOf(response)).toMatchObject({ status: 404, code: 'not_found' });
  });

  it('names the methods that are possible', async () => {
    const { ask } = await openConsole();
    const response = await ask('/api/applications/10', { method: 'POST', body: {} });
    expect(response.headers.get('allow')).toBe('PUT, DELETE');
    expect(await problemOf(response)).toMatchObject({ status: 405, code: 'method_not_allowed' });
  });

  it('names them for health and for the page’s own addresses too', async () => {
    const page = (request: Request) =>
      request.method === 'GET' && new URL(request.url).pathname === '/activity' ? new Response('page') : null;
    const { ask } = await openConsole({ overrides: { page } });
    for (const path of ['/healthz', '/activity']) {
      const response = await ask(path, { method: 'POST', body: {} });
      expect(response.headers.get('allow')).toBe('GET, HEAD');
      expect(await problemOf(response)).toMatchObject({ status: 405, code: 'method_not_allowed' });
    }
    expect((await ask('/nothing', { method: 'POST', body: {} })).status).toBe(404);
  });

  it('is problem+json, logged and counted, also for a request that could be read in two ways', async () => {
    const { app, ask, log } = await openConsole();
    const response = app.refuseAmbiguous('GET');
    const { requestId, ...problem } = await problemOf(response);
    expect(problem).toMatchObject({ status: 400, code: 'invalid_request' });
    expect(response.headers.get('x-request-id')).toBe(requestId);
    expect(log.some((one) => one.includes(requestId))).toBe(true);
    expect(await (await ask('/metrics')).text()).toMatch(
      /refused_requests_total\{reason="invalid_request"\} 1/,
    );
  });

  it('says nothing internal when something breaks', async () => {
    const { ask, log } = await openConsole({
      overrides: {
        access: {
          identify: () =>
            Promise.resolve({
              person: 'x',
              role: 'operator',
              grants: [],
              grantsNow: () => [],
              via: 'sandbox',
            }),
          signIn: () => Promise.reject(new Error('unused')),
          sessions: null,
        },
        upstream: new Proxy({ kind: 'sandbox', host: '', account: null } as const, {
          ownKeys: () => {
            throw new Error('secret detail in /some/path');
          },
        }),
      },
    });
    const response = await ask('/api/session');
    expect(response.status).toBe(500);
    expect(await response.text()).not.toMatch(/secret|path|at /);
    expect(log.join()).toContain('secret detail');
  });
});

describe('Host', () => {
  it.each(['127.0.0.1:4180', 'localhost:4180', 'LOCALHOST:4180', '[::1]:4180'])(
    '%s is ours',
    async (name) => {
      const { ask } = await openConsole();
      expect((await ask('/api/session', { headers: { host: name } })).status).toBe(200);
    },
  );

  it.each([
    'evil.example:4180',
    'x.localhost:4180',
    'localhost.:4180',
    '127.0.0.1',
    '127.0.0.1:80',
    '127.0.0.2:4180',
    '',
  ])('%j is refused on every route but health and metrics', async (name) => {
    const { ask } = await openConsole({ live: true });
    const headers = { host: name };
    expect((await ask('/healthz', { headers })).status).toBe(200);
    expect((await ask('/metrics', { headers })).status).toBe(401);
    const authorization = `Bearer ${tokens.support}`;
    expect((await ask('/metrics', { headers: { ...headers, authorization } })).status).toBe(200);
    for (const path of ['/api/session', '/healthz/', '/metrics/x', '/']) {
      const response = await ask(path, { headers: { host: name } });
      expect(await problemOf(response)).toMatchObject({ status: 403, code: 'host_refused' });
    }
  });
});

describe('a request that only reads', () => {
  it.each([
    ['a page of another site', { 'sec-fetch-site': 'cross-site' }],
    ['a page of another port', { 'sec-fetch-site': 'same-site' }],
    ['another origin', { origin: 'https://evil.example' }],
    ['an opaque origin', { origin: 'null' }],
  ])('is refused from %s, to the interface', async (_, headers) => {
    const { ask } = await openConsole();
    for (const method of ['GET', 'HEAD', 'OPTIONS'])
      for (const path of ['/api/session', '/api/applications', '/api/calls/1', '/api/events'])
        expect((await ask(path, { method, headers: { origin: '', ...headers } })).status).toBe(403);
    expect((await ask('/healthz', { headers })).status).toBe(200);
  });

  it('may come from an address that was typed', async () => {
    const { ask } = await openConsole();
    expect((await ask('/api/session', { headers: { 'sec-fetch-site': 'none' } })).status).toBe(200);
  });

  it('opens no stream and asks Fuse nothing if it is a HEAD', async () => {
    let asked = 0;
    const { fuse } = scriptedFuse();
    const getCallStatus: typeof fuse.getCallStatus = (id) => {
      asked += 1;
      return fuse.getCallStatus(id);
    };
    const { ask, streams } = await openConsole({
      overrides: { fuse: { ...fuse, getCallStatus: getCallStatus } },
    });
    for (const path of ['/api/events', '/api/calls/1']) {
      const response = await ask(path, { method: 'HEAD', headers: { origin: '' } });
      expect(response.status).toBe(405);
      expect(response.headers.get('allow')).toBe('GET');
    }
    expect(streams.size).toBe(0);
    expect(asked).toBe(0);
    expect((await ask('/api/session', { method: 'HEAD', headers: { origin: '' } })).status).toBe(200);
  });
});

describe('behind https', () => {
  const allowedHosts = () => listAllowedHosts('127.0.0.1', 4180, 'https://console.example');
  const host = 'console.example';

  it('only the public origin may change something under the public name', async () => {
    const { ask } = await openConsole({ overrides: { allowedHosts } });
    const put = (headers: Record<string, string>) =>
      ask('/api/applications/99', { method: 'PUT', body: { name: 'New' }, headers });
    expect((await put({ host, origin: 'http://console.example' })).status).toBe(403);
    expect((await put({ host, origin: 'http://127.0.0.1:4180' })).status).toBe(403);
    expect((await put({ host, origin: 'https://console.example' })).status).toBe(201);
  });

  it('the public origin may change something under each of our names, as a reverse proxy may pass them', async () => {
    const { ask } = await openConsole({ overrides: { allowedHosts } });
    const put = (origin: string) =>
      ask('/api/applications/99', { method: 'PUT', body: { name: 'New' }, headers: { origin } });
    expect((await put('http://console.example')).status).toBe(403);
    expect((await put('https://console.example')).status).toBe(201);
  });

  it('a cookie that an http page could have set is not a session', async () => {
    const { ask } = await openConsole({ live: true, overrides: { allowedHosts } });
    const signedIn = await ask('/api/session', {
      method: 'POST',
      body: { name: 'Ada', token: tokens.operator },
      headers: { host, origin: 'https://console.example' },
    });
    const [name, id] = (signedIn.headers.get('set-cookie') ?? '').split(/[=;]/);
    expect(name).toBe('__Host-console_live_443');
    const session = (cookie: string) => ask('/api/session', { headers: { host, cookie } });
    expect((await session(`${name}=${id}`)).status).toBe(200);
    expect((await session(`console_live_443=${id}`)).status).toBe(401);
  });
});

describe('a request that changes something', () => {
  const put = { method: 'PUT', body: { name: 'New' } };

  it.each([
    ['another site', { origin: 'https://evil.example' }],
    ['another port of this machine', { origin: 'http://127.0.0.1:3000' }],
    ['another name of this machine', { origin: 'http://localhost:4180' }],
    ['an opaque origin', { origin: 'null' }],
    ['no origin', { origin: '' }],
    ['a same-site page', { 'sec-fetch-site': 'same-site' }],
    ['a typed address', { 'sec-fetch-site': 'none' }],
    ['another site with a Bearer token', { origin: 'https://evil.example', authorization: 'Bearer x' }],
    [
      'no origin, with a token that a proxy has passed on',
      { origin: '', authorization: 'Bearer x', 'x-forwarded-user': 'ada' },
    ],
  ])('is refused from %s', async (_, headers) => {
    const { ask, store } = await openConsole();
    const response = await ask('/api/applications/99', { ...put, headers });
    expect(await problemOf(response)).toMatchObject({ status: 403, code: 'origin_refused' });
    expect(await store.listApplications()).toHaveLength(1);
  });

  it('may come from a script that has a Bearer token and no origin', async () => {
    const { ask } = await openConsole();
    const headers = { origin: '', authorization: 'Bearer x' };
    expect((await ask('/api/applications/99', { ...put, headers })).status).toBe(201);
  });

  it.each([
    ['a form', { 'content-type': 'application/x-www-form-urlencoded' }],
    ['plain text', { 'content-type': 'text/plain' }],
    ['no type', { 'content-type': '' }],
    ['JSON in another charset', { 'content-type': 'application/json; charset=utf-16' }],
    ['compressed JSON', { 'content-encoding': 'gzip' }],
  ])('is refused as %s', async (_, headers) => {
    const { ask } = await openConsole();
    const response = await ask('/api/applications/99', { ...put, headers });
    expect(await problemOf(response)).toMatchObject({ status: 415, code: 'unsupported_media_type' });
  });

  it.each([
    ['not JSON', '{"name":', 'body'],
    ['an array', '[]', 'body'],
    ['nothing', '', 'body'],
    ['too deep', '['.repeat(33) + ']'.repeat(33), 'body'],
    ['an unknown key', '{"name":"a","admin":true}', 'admin'],
    ['a prototype key', '{"name":"a","__proto__":{"x":1}}', '__proto__'],
    ['a missing field', '{}', 'name'],
    ['a wrong type', '{"name":7}', 'name'],
    ['an empty name', '{"name":" "}', 'name'],
    ['a name that nobody sees', '{"name":"\\u200b\\u00ad\\u3164\\u2800"}', 'name'],
    ['a long name', JSON.stringify({ name: 'x'.repeat(10_000) }), 'name'],
    ['a control character', '{"name":"a\\u001b[31m"}', 'name'],
    ['a line break in a name', '{"name":"a\\nb"}', 'name'],
    ['a bidi override', '{"name":"a\\u202eb"}', 'name'],
    ['a lone surrogate', '{"name":"\\ud800"}', 'name'],
  ])('with %s gets 400 and the field named', async (_, body, field) => {
    const { ask } = await openConsole();
    const problem = await problemOf(await ask('/api/applications/99', { method: 'PUT', body }));
    expect(problem).toMatchObject({ status: 400, code: 'invalid_request' });
    expect(problem.errors?.map((error) => error.field)).toContain(field);
  });

  it('gets 400, not 500, if its body ends too early', async () => {
    const { app, log } = await openConsole();
    for (const headers of [{ 'content-length': '100' }, {}]) {
      const body = new ReadableStream({ pull: (controller) => controller.error(new Error('aborted')) });
      const init: RequestInit & { duplex: 'half' } = {
        method: 'PUT',
        headers: { ...headers, origin: 'http://127.0.0.1:4180', 'content-type': 'application/json' },
        body,
        // Not in the DOM's types yet.
        duplex: 'half',
      };
      const request = new Request('http://127.0.0.1:4180/api/applications/99', init);
      request.headers.set('host', '127.0.0.1:4180');
      expect(await problemOf(await app.fetch(request))).toMatchObject({
        status: 400,
        code: 'invalid_request',
      });
    }
    expect(log.filter((one) => one.includes('"error"'))).toEqual([]);
  });

  it('may nest 32 deep and have 1 MB, and no more', async () => {
    const { ask } = await openConsole();
    const note = 'x'.repeat(1_000_001);
    const response = await ask('/api/applications/99', { method: 'PUT', body: { name: note } });
    expect(await problemOf(response)).toMatchObject({ status: 413, code: 'too_large' });
    const lying = await ask('/api/applications/99', {
      method: 'PUT',
      body: { name: note },
      headers: { 'content-length': '10' },
    });
    expect(lying.status).toBe(413);
  });

  it.each(['a', '-1', '1'.repeat(21), '%201', '１', '1%2F2'])('with the ID %s gets 400', async (id) => {
    const { ask } = await openConsole();
    const problem = await problemOf(await ask(`/api/applications/${id}`, put));
    expect(problem.errors?.[0]?.field).toBe('applicationId');
  });
});

describe('GET /api/session', () => {
  it('names the person, the role and the upstream', async () => {
    const { ask } = await openConsole();
    expect(session.parse(await (await ask('/api/session')).json())).toEqual({
      person: 'Sandbox operator',
      role: 'operator',
      grants: [{ may: ['cancel', 'save', 'confirm'] }],
      upstream: { kind: 'sandbox', host: 'fuse.test', account: null },
      canSignOut: false,
      nonProductionEnvironments: [],
      rules: null,
      pins: [],
      identity: expect.stringMatching(/^[\w-]{22}$/) as unknown,
    });
  });
});

describe('GET /healthz', () => {
  it('is open, and 503 when the store cannot be written', async () => {
    const { ask, store } = await openConsole({ live: true });
    expect(await (await ask('/healthz')).json()).toEqual({ status: 'ok', lostLogLines: 0, clock: null });
    const late = performance.now() + 1_000;
    vi.spyOn(performance, 'now').mockReturnValue(late);
    onTestFinished(() => void vi.restoreAllMocks());
    store.checkWritable = () => Promise.reject(new Error('disk full'));
    const response = await ask('/healthz', { headers: { host } });
    expect(await problemOf(response)).toMatchObject({ status: 503, code: 'journal_unavailable' });
  });
});
