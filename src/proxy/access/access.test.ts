import { randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { cancellation } from '../../contract';
import { noFile, openConsole, problemOf, tokens } from '../testing/test-app';
import { ProblemError } from '../http/problems';
import { liveAccess } from './access';
import { loadTokens, signInLines } from './tokens';

const cancel = { method: 'PUT', body: { applicationId: '10', deploymentId: '20' } };
const bearer = (token: string) => ({ authorization: `Bearer ${token}`, origin: '' });

async function cookieFor(ask: Awaited<ReturnType<typeof openConsole>>['ask'], token: string, name = 'Ada') {
  const response = await ask('/api/session', { method: 'POST', body: { name, token } });
  expect(response.status).toBe(201);
  const cookie = response.headers.get('set-cookie') ?? '';
  return { cookie, pair: cookie.split(';')[0] ?? '' };
}

describe('live access', () => {
  it('answers 401 without a session, and no browser asks for a password', async () => {
    const { ask, sent } = await openConsole({ live: true });
    for (const [path, request] of [
      ['/api/session', {}],
      ['/api/applications', {}],
      ['/api/nothing', {}],
      ['/api/session', { method: 'DELETE' }],
      [`/api/cancellations/${randomUUID()}`, cancel],
    ] as const) {
      const response = await ask(path, request);
      expect(await problemOf(response)).toMatchObject({ status: 401, code: 'sign_in_required' });
      expect(response.headers.has('www-authenticate')).toBe(false);
    }
    expect(sent).toEqual([]);
  });

  it('exchanges a link’s token and a name for a cookie, and ends the session when signing out', async () => {
    const { ask } = await openConsole({ live: true });
    const { cookie, pair } = await cookieFor(ask, tokens.operator);
    expect(cookie).toMatch(/; HttpOnly/i);
    expect(cookie).toMatch(/; SameSite=Strict/i);
    const headers = { cookie: pair };
    expect(await (await ask('/api/session', { headers })).json()).toMatchObject({
      person: 'Ada',
      role: 'operator',
      canSignOut: true,
    });
    expect((await ask('/api/session', { method: 'DELETE', headers })).status).toBe(204);
    expect((await ask('/api/session', { headers })).status).toBe(401);
  });

  it('answers a refused sign-in after a moment, so that a client without a pause holds nobody up', async () => {
    const { ask } = await openConsole({ live: true });
    const signIn = () =>
      ask('/api/session', { method: 'POST', body: { name: 'Ada', token: tokens.operator } });
    for (let count = 0; count < 10; count += 1) await signIn();
    const started = performance.now();
    const refused = await signIn();
    expect(refused.status).toBe(429);
    expect(refused.headers.get('retry-after')).toMatch(/^\d+$/);
    // A timer may end a millisecond early.
    expect(performance.now() - started).toBeGreaterThan(240);
  });

  it('opens ten sessions a minute for one name, and sixty from one address', async () => {
    let time = Date.parse('2026-01-01T00:00:00Z');
    const { store } = await openConsole({ live: true });
    let opened = 0;
    const access = liveAccess({
      store: { ...store, openSession: async () => void (opened += 1) },
      tokens,
      proxy: null,
      consoleFile: noFile,
      now: () => new Date(time),
    });
    const signIn = (name: string, address = '10.0.0.1', token = tokens.support) =>
      access.signIn(name, token, address).then(
        () => 'opened',
        (error: unknown) => (error instanceof ProblemError ? error.code : 'failed'),
      );
    for (let count = 0; count < 12; count += 1) await signIn('Ada');
    expect(opened).toBe(10);
    expect(await signIn('Ada', '10.0.0.2')).toBe('too_many_requests');
    for (let count = 0; count < 60; count += 1) await signIn(`Name ${count}`);
    expect(opened).toBe(60);
    expect(await signIn('Grace', '10.0.0.2')).toBe('opened');
    time += 60_000;
    expect(await signIn('Ada')).toBe('opened');
  });

  it('ends the browser’s earlier session when it signs in again, and no other session', async () => {
    const { ask } = await openConsole({ live: true });
    const [first, elsewhere] = [await cookieFor(ask, tokens.operator), await cookieFor(ask, tokens.operator)];
    const again = (token: string) =>
      ask('/api/session', {
        method: 'POST',
        body: { name: 'Grace', token },
        headers: { cookie: first.pair },
      });
    const status = async (cookie: string) => (await ask('/api/session', { headers: { cookie } })).status;
    expect((await again('wrong')).status).toBe(401);
    expect(await status(first.pair)).toBe(200);
    const response = await again(tokens.support);
    expect(response.status).toBe(201);
    expect(await status(first.pair)).toBe(401);
    expect(await status(elsewhere.pair)).toBe(200);
    expect(await status(response.headers.get('set-cookie')?.split(';')[0] ?? '')).toBe(200);
  });

  it('puts the name into the journal', async () => {
    const { ask } = await openConsole({ live: true });
    const { pair } = await cookieFor(ask, tokens.operator, 'Grace');
    const response = await ask(`/api/cancellations/${randomUUID()}`, {
      ...cancel,
      headers: { cookie: pair },
    });
    expect(cancellation.parse(await response.json()).person).toBe('Grace');
  });

  it('uses a __Host- cookie with Secure behind https', async () => {
    const { ask } = await openConsole({
      live: true,
      overrides: {
        allowedHosts: () => ({
          hosts: new Set(['127.0.0.1:4180']),
          publicOrigin: 'https://console.example',
          port: 443,
        }),
      },
    });
    const { cookie } = await cookieFor(ask, tokens.support);
    expect(cookie).toMatch(/^__Host-/);
    expect(cookie).toMatch(/; Secure/i);
  });

  it.each(['', 'wrong', `${tokens.operator} `])('refuses the token %j', async (token) => {
    const { ask } = await openConsole({ live: true });
    const response = await ask('/api/session', { method: 'POST', body: { name: 'Eve', token } });
    expect([400, 401]).toContain(response.status);
    expect(response.headers.has('set-cookie')).toBe(false);
  });

  it.each(['Script (operator)', ' script\u200B(support)', 'ｓｃｒｉｐｔ（operator）'])(
    'lets nobody be called %j',
    async (name) => {
      const { ask } = await openConsole({ live: true });
      const body = { name, token: tokens.support };
      const problem = await problemOf(await ask('/api/session', { method: 'POST', body }));
      expect(problem.errors).toEqual([{ field: 'name', message: 'must not be that of a script' }]);
    },
  );

  it('accepts the same tokens from scripts, and names them as scripts in the journal', async () => {
    const { ask } = await openConsole({ live: true });
    const response = await ask(`/api/cancellations/${randomUUID()}`, {
      ...cancel,
      headers: bearer(tokens.operator),
    });
    expect(cancellation.parse(await response.json()).person).toBe('script (operator)');
    expect((await ask('/api/session', { headers: bearer('wrong') })).status).toBe(401);
  });

  it('lets support staff read, and refuses them to cancel or edit', async () => {
    const { ask, sent } = await openConsole({ live: true });
    const headers = bearer(tokens.support);
    expect((await ask('/api/applications', { headers })).status).toBe(200);
    for (const [path, request] of [
      [`/api/cancellations/${randomUUID()}`, cancel],
      ['/api/applications/1', { method: 'PUT', body: { name: 'x' } }],
      ['/api/applications/10', { method: 'DELETE' }],
      ['/api/applications/10/deployments/20', { method: 'DELETE' }],
    ] as const) {
      const response = await ask(path, { ...request, headers });
      expect(await problemOf(response)).toMatchObject({ status: 403, code: 'role_required' });
    }
    expect(sent).toEqual([]);
  });

  it('ends a session when its time or its token is over', async () => {
    const { store } = await openConsole({ live: true });
    let time = new Date();
    const open = (own: typeof tokens) =>
      liveAccess({ store, tokens: own, proxy: null, consoleFile: noFile, now: () => time });
    const { sessionId } = await open(tokens).signIn('Ada', tokens.operator, undefined);
    const show = {
      authorization: undefined,
      sessionId,
      peer: undefined,
      address: undefined,
      header: () => undefined,
    };
    expect(await open(tokens).identify(show)).toMatchObject({ person: 'Ada' });
    expect(await open({ ...tokens, operator: 'changed' }).identify(show)).toBeNull();
    time = new Date(time.getTime() + 12 * 60 * 60_000 - 1);
    expect(await open(tokens).identify(show)).toMatchObject({ person: 'Ada' });
    time = new Date(time.getTime() + 1);
    expect(await open(tokens).identify(show)).toBeNull();
  });
});

describe('loadTokens', () => {
  it('makes tokens once, readable by their owner only', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'tokens-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    const none = { operator: null, support: null };
    const first = await loadTokens(none, folder);
    expect(await loadTokens(none, folder)).toEqual(first);
    expect(first.operator).not.toBe(first.support);
    expect((await stat(join(folder, 'operator.token'))).mode & 0o777).toBe(0o600);
    expect(await readFile(join(folder, 'support.token'), 'utf8')).toContain(first.support);
    expect(await loadTokens({ operator: 'own', support: null }, folder)).toMatchObject({ operator: 'own' });
  });
});

describe('signInLines', () => {
  const made = { tokens, given: { operator: null, support: null }, folder: '/var/lib/console' };

  it('shows links with tokens on a terminal only', () => {
    expect(signInLines(made, 'http://127.0.0.1:4180', true)).toEqual([
      `operator: http://127.0.0.1:4180/sign-in#token=${tokens.operator}`,
      `support: http://127.0.0.1:4180/sign-in#token=${tokens.support}`,
    ]);
    expect(signInLines(made, 'http://127.0.0.1:4180', false)).toEqual([
      'operator: http://127.0.0.1:4180/sign-in, with the token in the file /var/lib/console/operator.token',
      'support: http://127.0.0.1:4180/sign-in, with the token in the file /var/lib/console/support.token',
    ]);
  });

  it('never shows a token of the environment', () => {
    const given = { ...made, given: { operator: tokens.operator, support: null } };
    for (const isTerminal of [true, false])
      expect(signInLines(given, 'https://console.example', isTerminal)[0]).toBe(
        'operator: https://console.example/sign-in, with the token in OPERATOR_TOKEN',
      );
  });
});
