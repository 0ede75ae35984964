import { randomUUID } from 'node:crypto';
import { BlockList } from 'node:net';
import { describe, expect, it } from 'vitest';
import { identityHeader, paths, session, type Session } from '../../contract';
import { createApp } from '../app';
import type { AppEnv, AppOptions } from '../http/app-env';
import { listAllowedHosts } from '../http/guard';
import {
  asSandboxSupport,
  host,
  noFile,
  openConsole,
  problemOf,
  scriptedFuse,
  tokens,
} from '../testing/test-app';
import { operations } from '../http/openapi/operations';
import { liveAccess, sandboxAccess } from './access';

const target = { applicationId: '10', deploymentId: '20' };
const account = (name: string): Session['upstream'] => ({
  kind: 'live',
  host: 'fuse.test',
  account: `${name}@example.com`,
});

/** Every request that changes something, as the console describes itself: a new route is among them. */
function changes(): (readonly [method: string, path: string])[] {
  const id = randomUUID();
  return Object.entries(operations).flatMap(([template, methods]) =>
    Object.keys(methods)
      .filter((method) => method !== 'get' && !(method === 'post' && template === paths.session))
      .map((method) => {
        const path = template.replaceAll(/\{\w*[iI]d\}/g, (name) =>
          /^\{(?:app|dep)/.test(name) ? '10' : id,
        );
        return [method.toUpperCase(), path] as const;
      }),
  );
}

type Console = Awaited<ReturnType<typeof openConsole>>;

async function signIn({ ask }: Pick<Console, 'ask'>, name = 'Ada', token = tokens.operator) {
  const response = await ask('/api/session', { method: 'POST', body: { name, token } });
  const { identity } = session.parse(await response.json());
  return { cookie: response.headers.get('set-cookie')?.split(';')[0] ?? '', identity };
}

/** A second console on the same store, as after a restart with other variables, or beside it. */
function beside({ appOptions }: Console, changed: Partial<AppOptions> = {}) {
  const { fuse, sent } = scriptedFuse();
  const app = createApp({ ...appOptions, fuse, upstream: account('other'), ...changed });
  const ask = (path: string, method: string, headers: Record<string, string>, body?: unknown) => {
    const text = body === undefined ? undefined : JSON.stringify(body);
    return app.fetch(
      new Request(`http://${host}${path}`, {
        method,
        headers: {
          host,
          origin: `http://${host}`,
          ...headers,
          ...(text !== undefined && {
            'content-type': 'application/json',
            'content-length': `${text.length}`,
          }),
        },
        ...(text !== undefined && { body: text }),
      }),
      bindings,
    );
  };
  return { ask, sent };
}
const bindings: AppEnv['Bindings'] = {
  incoming: { socket: { remoteAddress: '10.0.0.1', destroy: () => undefined } },
};

describe('the identity that a page shows', () => {
  it('a change with another identity, or from a browser without one, is refused', async () => {
    const console_ = await openConsole({ live: true, overrides: { upstream: account('ops') } });
    const { cookie } = await signIn(console_);
    const before = await console_.store.listApplications();
    for (const shown of ['of-somebody-else', ''])
      for (const [method, path] of changes()) {
        const headers = { cookie, [identityHeader]: shown };
        const answer = await console_.ask(path, { method, headers });
        expect(await problemOf(answer), `${method} ${path}`).toMatchObject({
          status: 409,
          code: 'identity_changed',
        });
      }
    expect(changes().length).toBeGreaterThan(12);
    expect(console_.sent).toEqual([]);
    expect(await console_.store.listApplications()).toEqual(before);
    expect((await console_.store.listCancellations({}, { limit: 1 })).items).toEqual([]);
    expect((await console_.ask('/api/session', { headers: { cookie } })).status).toBe(200);
  });

  it('a change with the same identity is carried out; each part of the identity counts', async () => {
    const console_ = await openConsole({ live: true });
    const ada = await signIn(console_, 'Ada');
    expect(ada.identity).toBe((await signIn(console_, 'Ada')).identity);
    expect(ada.identity).not.toBe((await signIn(console_, 'Grace')).identity);
    expect(ada.identity).not.toBe((await signIn(console_, 'Ada', tokens.support)).identity);
    expect(ada.identity).not.toMatch(/ada|ops/i);
    const path = `/api/cancellations/${randomUUID()}`;
    const headers = { cookie: ada.cookie, [identityHeader]: ada.identity };
    expect((await console_.ask(path, { method: 'PUT', body: target, headers })).status).toBe(201);
    expect(console_.sent).toEqual(['10/20']);
  });

  it('a cookie that two consoles share does not let a page change the other console', async () => {
    const console_ = await openConsole({ live: true, overrides: { upstream: account('ops') } });
    const { cookie, identity } = await signIn(console_);
    const other = beside(console_);
    const headers = { cookie, [identityHeader]: identity };
    const refused = await other.ask(`/api/cancellations/${randomUUID()}`, 'PUT', headers, target);
    expect(await problemOf(refused)).toMatchObject({ status: 409, code: 'identity_changed' });
    const now = session.parse(await (await other.ask('/api/session', 'GET', headers)).json());
    expect(now.upstream.account).toBe('other@example.com');
    const renewed = { cookie, [identityHeader]: now.identity };
    expect((await other.ask(`/api/cancellations/${randomUUID()}`, 'PUT', renewed, target)).status).toBe(201);
    expect(other.sent).toEqual(['10/20']);
    expect(console_.sent).toEqual([]);
  });

  it('a live page changes nothing in the sandbox, and a page of the sandbox nothing in a live console', async () => {
    const live = await openConsole({ live: true, overrides: { upstream: account('ops') } });
    const ada = await signIn(live);
    const sandbox = await openConsole();
    const shown = session.parse(await (await sandbox.ask('/api/session')).json()).identity;
    const path = `/api/cancellations/${randomUUID()}`;
    for (const [to, identity] of [
      [sandbox, ada.identity],
      [live, shown],
    ] as const) {
      const headers = { cookie: ada.cookie, [identityHeader]: identity };
      const answer = await to.ask(path, { method: 'PUT', body: target, headers });
      expect(await problemOf(answer)).toMatchObject({ status: 409, code: 'identity_changed' });
      expect(to.sent).toEqual([]);
    }
  });

  it('scripts may leave the header out, and are refused with a wrong one', async () => {
    const live = await openConsole({ live: true });
    const put = async (on: Console, headers: Record<string, string>) =>
      (await on.ask(`/api/cancellations/${randomUUID()}`, { method: 'PUT', body: target, headers })).status;
    const bearer = { authorization: `Bearer ${tokens.operator}`, origin: '' };
    expect(await put(live, bearer)).toBe(201);
    expect(await put(live, { ...bearer, [identityHeader]: 'x' })).toBe(409);
    const sandbox = await openConsole();
    expect(await put(sandbox, {})).toBe(201);
    // A browser says that it is one.
    expect(await put(sandbox, { 'sec-fetch-site': 'same-origin' })).toBe(409);
    expect(await put(sandbox, { [identityHeader]: 'x' })).toBe(409);
    expect(await put(sandbox, { ...asSandboxSupport, [identityHeader]: '' })).toBe(403);
  });

  it('behind an identity-aware proxy each change needs it, also beside a token that the proxy passes on', async () => {
    const console_ = await openConsole({ live: true });
    const addresses = new BlockList();
    addresses.addAddress('10.0.0.1');
    const groups = { operator: ['operators'], support: [] };
    const proxy = { addresses, personHeader: 'X-Forwarded-Email', groups } as const;
    const { store } = console_;
    const access = liveAccess({ store, tokens, proxy, consoleFile: noFile, now: () => new Date() });
    const { ask, sent } = beside(console_, { access });
    const path = `/api/cancellations/${randomUUID()}`;
    const ada = {
      authorization: 'Bearer eyJ.abc.def',
      'x-forwarded-email': 'ada@example.com',
      'x-forwarded-groups': 'operators',
    };
    expect((await ask(path, 'PUT', ada, target)).status).toBe(409);
    const { identity } = session.parse(await (await ask('/api/session', 'GET', ada)).json());
    expect((await ask(path, 'PUT', { ...ada, [identityHeader]: identity }, target)).status).toBe(201);
    const grace = { ...ada, 'x-forwarded-email': 'grace@example.com', [identityHeader]: identity };
    expect((await ask(`/api/cancellations/${randomUUID()}`, 'PUT', grace, target)).status).toBe(409);
    expect(sent).toEqual(['10/20']);
  });

  it('a request that only reads is refused if it names another identity', async () => {
    const console_ = await openConsole();
    const headers = { [identityHeader]: 'of-the-console-before' };
    const path = `/api/cancellations/${randomUUID()}`;
    expect(await problemOf(await console_.ask(path, { headers }))).toMatchObject({
      code: 'identity_changed',
    });
    expect((await console_.ask(path)).status).toBe(404);
  });

  it('the environments that are not production are part of it, since the page asks for less there', async () => {
    const console_ = await openConsole({ live: true, overrides: { upstream: account('ops') } });
    const { cookie, identity } = await signIn(console_);
    const other = beside(console_, { upstream: account('ops'), nonProductionEnvironments: ['qa'] });
    const headers = { cookie, [identityHeader]: identity };
    expect((await other.ask(`/api/cancellations/${randomUUID()}`, 'PUT', headers, target)).status).toBe(409);
    const now = session.parse(await (await other.ask('/api/session', 'GET', headers)).json());
    expect(now.nonProductionEnvironments).toEqual(['qa']);
  });

  it('the sandbox’s port is not part of it: after a restart it is the same sandbox', async () => {
    const identities = await Promise.all(
      ['127.0.0.1:1', '127.0.0.1:2'].map(async (at) => {
        const upstream = { kind: 'sandbox', host: at, account: null } as const;
        const { ask } = await openConsole({ overrides: { upstream, access: sandboxAccess } });
        return session.parse(await (await ask('/api/session')).json()).identity;
      }),
    );
    expect(identities[0]).toBe(identities[1]);
  });
});

describe('cookies', () => {
  const nameOf = async (port: number, publicOrigin: string | null, live = true) => {
    const names = listAllowedHosts('127.0.0.1', 4180, publicOrigin);
    const { ask } = await openConsole({ live, overrides: { allowedHosts: () => ({ ...names, port }) } });
    const body = { name: 'Ada', token: live ? tokens.operator : 'support' };
    const answer = await ask('/api/session', { method: 'POST', body });
    return answer.headers.get('set-cookie')?.split('=')[0];
  };

  it('have another name for each port of a host', async () => {
    expect(await nameOf(4180, null)).toBe('console_live_4180');
    expect(await nameOf(4181, null)).toBe('console_live_4181');
    expect(await nameOf(4180, null, false)).toBe('console_sandbox_4180');
  });

  it.each([
    ['https://console.example', 443],
    ['https://console.example:8443', 8443],
    ['http://console.example', 80],
  ])('of %s carry its port', (publicOrigin, port) => {
    expect(listAllowedHosts('127.0.0.1', 4180, publicOrigin).port).toBe(port);
  });
});
