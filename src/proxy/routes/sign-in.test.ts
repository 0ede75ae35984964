import { describe, expect, it } from 'vitest';
import { session } from '../../contract';
import { noConsoleFile, type ConsoleFile } from '../config/console-file';
import { listAllowedHosts } from '../http/guard';
import { startSmallProvider } from '../testing/small-provider';
import { openConsole, problemOf, tokens } from '../testing/test-app';

const navigation = { 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' };
const fromElsewhere = { ...navigation, 'sec-fetch-site': 'cross-site' };
const cancel = { method: 'PUT', body: { applicationId: '10', deploymentId: '20' } };

function fileFor(issuer: string): ConsoleFile {
  const openIdConnect = {
    issuer,
    clientId: 'fuse-console',
    clientSecret: 'client-secret-canary',
    scopes: ['openid', 'profile', 'email', 'groups'],
    personClaim: 'email',
    groupsClaim: 'groups',
  };
  return {
    ...noConsoleFile,
    signIn: { ...noConsoleFile.signIn, openIdConnect },
    groups: { 'campaign-ops': [{ may: ['cancel', 'save', 'confirm'] }], desk: [{ may: ['confirm'] }] },
  };
}

/** A live console whose people sign in at a small provider. */
async function openWithProvider(
  more: Parameters<typeof startSmallProvider>[0] = {},
  overrides: NonNullable<Parameters<typeof openConsole>[0]>['overrides'] = {},
) {
  const provider = await startSmallProvider(more);
  const at = { file: fileFor(provider.issuer) };
  const opened = await openConsole({
    live: true,
    overrides: { ...overrides, consoleFile: { current: () => at.file } },
  });
  const { ask } = opened;

  /** As the link on the sign-in page leads: the address at the provider, and what the browser keeps. */
  async function begin(to = '/', headers: Record<string, string> = {}) {
    const response = await ask(`/sign-in/start?to=${encodeURIComponent(to)}`, {
      headers: { ...navigation, 'sec-fetch-site': 'same-origin', ...headers },
    });
    expect(response.status).toBe(303);
    const address = response.headers.get('location') ?? '';
    return { address, setCookie: response.headers.get('set-cookie') ?? '' };
  }

  /** As the provider leads back. */
  async function comeBack(address: URL, cookie: string) {
    const response = await ask(address.pathname + address.search, { headers: { ...fromElsewhere, cookie } });
    expect(response.status).toBe(303);
    const cookies = response.headers.getSetCookie();
    const sessionCookie = cookies.find((text) => text.startsWith('console_live_4180=')) ?? '';
    return {
      location: response.headers.get('location'),
      cookies,
      headers: { cookie: pairOf(sessionCookie) },
    };
  }

  async function signIn(to?: string) {
    const { address, setCookie } = await begin(to);
    return comeBack(provider.authorize(address), pairOf(setCookie));
  }

  const show = async (headers: { cookie: string }) =>
    session.parse(await (await ask('/api/session', { headers })).json());
  return { ...opened, provider, at, begin, comeBack, signIn, show };
}

const pairOf = (setCookie: string) => setCookie.split(';')[0] ?? '';

describe('sign-in at an OpenID Connect provider', () => {
  it('leads there with PKCE, state and nonce, and back to where the person was, with a session', async () => {
    const { begin, comeBack, provider, show } = await openWithProvider();
    const { address, setCookie } = await begin('/activity?outcome=refused');
    const { origin, pathname, searchParams } = new URL(address);
    expect(origin + pathname).toBe(`${provider.issuer}/authorize`);
    expect(Object.fromEntries(searchParams)).toMatchObject({
      response_type: 'code',
      client_id: 'fuse-console',
      redirect_uri: 'http://127.0.0.1:4180/sign-in/callback',
      scope: 'openid profile email groups',
      code_challenge_method: 'S256',
      code_challenge: expect.stringMatching(/^[\w-]{43}$/),
      state: expect.stringMatching(/^[\w-]{43}$/),
      nonce: expect.stringMatching(/^[\w-]{43}$/),
    });
    // A browser sends a `Strict` cookie to no navigation from another site.
    expect(setCookie).toMatch(/; HttpOnly.*; SameSite=Lax/);
    const { location, cookies, headers } = await comeBack(provider.authorize(address), pairOf(setCookie));
    expect(location).toBe('/activity?outcome=refused');
    expect(cookies).toEqual([
      expect.stringMatching(/^console_live_4180_[\w-]{8}=; Max-Age=0/),
      expect.stringMatching(/^console_live_4180=[\w-]{43}; Max-Age=43200;.*HttpOnly; SameSite=Strict/),
    ]);
    expect(await show(headers)).toMatchObject({
      person: 'ada@example.com',
      role: 'operator',
      canSignOut: true,
    });
  });

  it('works in two tabs side by side', async () => {
    const { begin, comeBack, provider } = await openWithProvider();
    const tabs = [await begin('/'), await begin('/activity')];
    const cookie = tabs.map(({ setCookie }) => pairOf(setCookie)).join('; ');
    for (const [index, to] of ['/', '/activity'].entries())
      expect((await comeBack(provider.authorize(tabs[index]?.address ?? ''), cookie)).location).toBe(to);
  });

  it.each(['https://evil.example', '//evil.example', '/sign-in', '/sign-in/start'])(
    'does not lead to %s',
    async (to) => {
      const { signIn } = await openWithProvider();
      expect((await signIn(to)).location).toBe('/');
    },
  );

  it('names the public address as the one to come back to', async () => {
    const publicOrigin = 'https://console.example.com';
    const allowedHosts = () => listAllowedHosts('127.0.0.1', 4180, publicOrigin);
    const { begin } = await openWithProvider({}, { allowedHosts });
    const { address, setCookie } = await begin();
    expect(new URL(address).searchParams.get('redirect_uri')).toBe(`${publicOrigin}/sign-in/callback`);
    expect(setCookie).toMatch(/^__Host-console_live_443_.*; Secure/);
  });

  it('ends the session that the browser had', async () => {
    const { ask, begin, comeBack, provider, signIn, show } = await openWithProvider();
    const before = await signIn();
    const { address, setCookie } = await begin('/', before.headers);
    const { headers } = await comeBack(provider.authorize(address), pairOf(setCookie));
    expect((await ask('/api/session', { headers: before.headers })).status).toBe(401);
    expect(await show(headers)).toMatchObject({ person: 'ada@example.com' });
  });

  it('asks the userinfo endpoint for what the ID token does not say', async () => {
    const { signIn, show } = await openWithProvider({
      claims: {},
      userinfo: { email: 'grace@example.com', groups: 'desk' },
    });
    const { headers } = await signIn();
    expect(await show(headers)).toMatchObject({ person: 'grace@example.com', role: 'support' });
  });

  it('is told to the sign-in page, and so is that there is none', async () => {
    const { ask, provider, at } = await openWithProvider();
    const ways = async () => (await ask('/api/sign-in')).json();
    expect(await ways()).toEqual({ provider: new URL(provider.issuer).host, links: true });
    at.file = noConsoleFile;
    expect(await ways()).toEqual({ provider: null, links: true });
    const { headers } = await ask('/sign-in/start');
    expect(headers.get('location')).toBe('/sign-in');
  });
});

describe('a sign-in that does not succeed says why', () => {
  it('with a state that was not begun in this browser: nothing is asked of the provider', async () => {
    const { begin, comeBack, provider, log, store } = await openWithProvider();
    const { address, setCookie } = await begin('/activity');
    const back = provider.authorize(address);
    provider.close();
    expect((await comeBack(back, '')).location).toBe('/sign-in?failure=expired');
    const forged = new URL(back);
    forged.searchParams.set('state', 'A'.repeat(43));
    expect((await comeBack(forged, pairOf(setCookie))).location).toBe('/sign-in?failure=expired');
    // The same beginning, so that the cookie is found.
    const state = back.searchParams.get('state') ?? '';
    forged.searchParams.set('state', state.slice(0, 8) + 'A'.repeat(35));
    const { location, headers } = await comeBack(forged, pairOf(setCookie));
    expect(location).toBe('/sign-in?failure=expired');
    expect(headers.cookie).toBe('');
    expect(log.join('\n')).toContain('"event":"sign_in_failed"');
    const { items } = await store.listChanges({ subject: 'access' }, { limit: 10 });
    const refusal = { kind: 'sign_in_refused', person: null, detail: { via: 'oidc', failure: 'expired' } };
    expect(items).toMatchObject([refusal, refusal, refusal]);
  });

  it('with a state that was used before', async () => {
    const { begin, comeBack, provider, store } = await openWithProvider();
    const { address, setCookie } = await begin();
    const back = provider.authorize(address);
    const { headers } = await comeBack(back, pairOf(setCookie));
    // A browser has forgotten the attempt by now.
    expect((await comeBack(back, headers.cookie)).location).toBe('/sign-in?failure=expired');
    const { items } = await store.listChanges({ subject: 'access' }, { limit: 10 });
    expect(items).toMatchObject([
      { kind: 'sign_in_refused', person: null, detail: { via: 'oidc', failure: 'expired' } },
      { kind: 'signed_in', person: 'ada@example.com' },
    ]);
  });

  it('but puts nothing on record where no provider is configured', async () => {
    const { at, comeBack, provider, begin, store } = await openWithProvider();
    const back = provider.authorize((await begin()).address);
    at.file = noConsoleFile;
    expect((await comeBack(back, '')).location).toMatch(/^\/sign-in\?failure=/);
    expect((await store.listChanges({ subject: 'access' }, { limit: 10 })).items).toEqual([]);
  });

  it('with a code that has expired or was used before', async () => {
    const { begin, comeBack, provider, store } = await openWithProvider();
    const { address, setCookie } = await begin('/activity');
    const back = provider.authorize(address);
    await comeBack(back, pairOf(setCookie));
    const { location, headers } = await comeBack(back, pairOf(setCookie));
    expect(location).toBe('/sign-in?failure=expired&to=%2Factivity');
    expect(headers.cookie).toBe('');
    const { items } = await store.listChanges({ subject: 'access' }, { limit: 10 });
    expect(items).toMatchObject([
      { kind: 'sign_in_refused', person: null, detail: { via: 'oidc', failure: 'expired' } },
      { kind: 'signed_in', person: 'ada@example.com' },
    ]);
  });

  it('while the provider is away, before or after the person went there; links go on working', async () => {
    const { ask, begin, comeBack, provider, store } = await openWithProvider();
    const { address, setCookie } = await begin();
    const back = provider.authorize(address);
    provider.close();
    expect((await comeBack(back, pairOf(setCookie))).location).toBe('/sign-in?failure=provider_away');
    const never = await openWithProvider();
    never.provider.close();
    expect((await never.begin('/activity')).address).toBe('/sign-in?failure=provider_away&to=%2Factivity');
    // Its addresses are known by now, but a browser that went there would show a page of its own.
    expect((await begin('/activity')).address).toBe('/sign-in?failure=provider_away&to=%2Factivity');
    // Once a minute and address: whoever goes on trying does not fill the record.
    const { items } = await store.listChanges({ subject: 'access' }, { limit: 10 });
    const detail = { via: 'oidc', failure: 'provider_away', moreMayHaveFollowed: true };
    expect(items).toMatchObject([{ kind: 'sign_in_refused', person: null, detail }]);
    expect((await never.store.listChanges({ subject: 'access' }, { limit: 10 })).items).toMatchObject([
      { detail },
    ]);
    const body = { name: 'Ada', token: tokens.operator };
    expect((await ask('/api/session', { method: 'POST', body })).status).toBe(201);
  });

  it('while a gateway answers in the provider’s place', async () => {
    const { signIn } = await openWithProvider({ failure: { status: 503, body: { error: 'unavailable' } } });
    expect((await signIn()).location).toBe('/sign-in?failure=provider_away');
  });

  it.each([-7200, 7200])('where the provider’s clock is %d s ahead', async (aheadSeconds) => {
    const { signIn } = await openWithProvider({ aheadSeconds });
    const { location, headers } = await signIn();
    expect(location).toBe('/sign-in?failure=clock');
    expect(headers.cookie).toBe('');
  });

  it.each([-240, 240])('but not where it is %d s ahead', async (aheadSeconds) => {
    const { signIn } = await openWithProvider({ aheadSeconds });
    expect((await signIn()).location).toBe('/');
  });

  it.each([
    ['of another sign-in', { nonce: 'another' }],
    ['for another client', { aud: 'another' }],
    ['of another issuer', { iss: 'https://evil.example' }],
  ])('with a token %s', async (_, override) => {
    const { signIn } = await openWithProvider({ override });
    expect((await signIn()).location).toBe('/sign-in?failure=refused');
  });

  it('where the person or the provider says no', async () => {
    const { begin, comeBack, provider } = await openWithProvider();
    const { address, setCookie } = await begin();
    const back = provider.authorize(address);
    back.searchParams.delete('code');
    back.searchParams.set('error', 'access_denied');
    expect((await comeBack(back, pairOf(setCookie))).location).toBe('/sign-in?failure=denied');
  });

  it.each([
    ['no_person', { groups: [] }],
    ['no_person', { email: 'script (operator)' }],
    ['no_person', { email: 'two\nlines' }],
    ['unverified_email', { email: 'ada@example.com', email_verified: false }],
  ])('with a name that cannot go into the journal: %s, %o', async (failure, claims) => {
    const { signIn } = await openWithProvider({ claims });
    expect((await signIn()).location).toBe(`/sign-in?failure=${failure}`);
  });

  it('without a secret in the log', async () => {
    const { signIn, log } = await openWithProvider({
      failure: { status: 401, body: { error: 'invalid_client', error_description: 'No such secret.' } },
    });
    expect((await signIn()).location).toBe('/sign-in?failure=refused');
    const text = log.join('\n');
    expect(text).toContain('invalid_client No such secret.');
    expect(text).not.toMatch(/client-secret-canary|code-\d/);
  });
});

describe('only a navigation', () => {
  it.each([
    ['/sign-in/start', { ...navigation, 'sec-fetch-site': 'cross-site' }],
    ['/sign-in/start', { ...navigation, 'sec-fetch-site': 'same-site' }],
    [
      '/sign-in/start',
      { 'sec-fetch-mode': 'no-cors', 'sec-fetch-dest': 'image', 'sec-fetch-site': 'same-origin' },
    ],
    ['/sign-in/callback', { ...fromElsewhere, 'sec-fetch-dest': 'iframe' }],
    ['/sign-in/callback', { 'sec-fetch-mode': 'cors', 'sec-fetch-site': 'cross-site' }],
  ])('of the whole window may open %s, not %o', async (path, headers) => {
    const { ask } = await openWithProvider();
    const response = await ask(path, { headers });
    expect(await problemOf(response)).toMatchObject({ status: 403, code: 'origin_refused' });
    expect((await ask(path, { method: 'HEAD', headers })).status).toBe(405);
  });
});

describe('a person of the provider', () => {
  it('who is in no group may read, and nothing else', async () => {
    const { ask, signIn, show, sent } = await openWithProvider({
      claims: { email: 'ada@example.com', groups: ['unknown'] },
    });
    const { location, headers } = await signIn();
    expect(location).toBe('/');
    expect(await show(headers)).toMatchObject({ person: 'ada@example.com', grants: [] });
    expect((await ask('/api/applications', { headers })).status).toBe(200);
    const id = crypto.randomUUID();
    for (const [path, request] of [
      [`/api/cancellations/${id}`, cancel],
      ['/api/applications/11', { method: 'PUT', body: { name: 'New' } }],
      [`/api/cancellations/${id}/confirmation`, { method: 'PUT', body: {} }],
    ] as const) {
      const response = await ask(path, { ...request, headers });
      expect([403, 404]).toContain(response.status);
    }
    expect(sent).toEqual([]);
  });

  it('may do what the file in force says of their groups, without signing in anew', async () => {
    const { ask, signIn, show, at } = await openWithProvider();
    const { headers } = await signIn();
    expect(await show(headers)).toMatchObject({ role: 'operator' });
    at.file = { ...at.file, groups: { 'campaign-ops': [{ may: ['confirm'] }] } };
    expect(await show(headers)).toMatchObject({ role: 'support' });
    at.file = noConsoleFile;
    expect((await ask('/api/session', { headers })).status).toBe(401);
  });

  it('is led to the provider’s own sign-out, where it has one and answers', async () => {
    const { ask, signIn, provider } = await openWithProvider();
    const { headers } = await signIn();
    const response = await ask('/api/session', { method: 'DELETE', headers });
    expect(response.status).toBe(200);
    const address = `${provider.issuer}/end?post_logout_redirect_uri=http%3A%2F%2F127.0.0.1%3A4180%2Fsign-in&logout_hint=ada%40example.com&client_id=fuse-console`;
    expect(await response.json()).toEqual({ providerSignOut: address });
    expect((await ask('/api/session', { headers })).status).toBe(401);
    const without = await openWithProvider({ endSession: false });
    const there = await without.signIn();
    expect((await without.ask('/api/sessions', { method: 'DELETE', headers: there.headers })).status).toBe(
      204,
    );
  });

  it('sees the sessions of the same subject, whatever its name is by now', async () => {
    const { ask, signIn, provider } = await openWithProvider();
    await signIn();
    provider.answers.claims = { email: 'ada.king@example.com' };
    const { headers } = await signIn();
    expect(await (await ask('/api/sessions', { headers })).json()).toMatchObject({
      items: [{ via: 'oidc' }, { via: 'oidc' }],
    });
  });
});
