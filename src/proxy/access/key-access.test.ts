import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { cancellation, scriptKeys } from '../../contract';
import { noConsoleFile, type ConsoleFile } from '../config/console-file';
import { openConsole, problemOf, tokens } from '../testing/test-app';
import { liveAccess } from './access';
import { fingerprint } from './tokens';
import { countedAddress } from './wrong-tokens';

const keys = [
  { name: 'nightly stop', token: 'fcc_nightly', expires: '2999-01-01T00:00:00.000Z', may: 'cancel' },
  { name: 'list keeper', token: 'fcc_keeper', expires: '2999-01-01T00:00:00.000Z', may: 'save' },
  { name: 'own', token: 'made-elsewhere', expires: '2999-01-01T00:00:00.000Z', may: 'cancel' },
  { name: 'old', token: 'fcc_old', expires: '2026-01-01T23:59:59.999Z', may: 'cancel' },
] as const;

const withKeys: ConsoleFile = {
  ...noConsoleFile,
  keys: keys.map(({ name, token, expires, may }) => ({
    name,
    sha256: fingerprint(token),
    expires,
    grants: [{ may: [may] }],
  })),
};

const bearer = (token: string) => ({ authorization: `Bearer ${token}`, origin: '' });

async function openWithKeys() {
  const file = { current: withKeys };
  const console_ = await openConsole({
    live: true,
    overrides: { consoleFile: { current: () => file.current } },
  });
  await console_.store.rememberKeys(withKeys.keys);
  const cancel = (token: string) =>
    console_.ask(`/api/cancellations/${randomUUID()}`, {
      method: 'PUT',
      body: { applicationId: '10', deploymentId: '20' },
      headers: bearer(token),
    });
  return { ...console_, file, cancel };
}

describe('a key', () => {
  it('does what its grants say, and the journal names its script', async () => {
    const { cancel, sent } = await openWithKeys();
    const response = await cancel('fcc_nightly');
    expect(response.status).toBe(201);
    expect(cancellation.parse(await response.json()).person).toBe('nightly stop (key)');
    expect(sent).toEqual(['10/20']);
    expect(await problemOf(await cancel('fcc_keeper'))).toMatchObject({ status: 403, code: 'role_required' });
    expect(sent).toHaveLength(1);
  });

  it('that has expired, or is unknown, is refused, and the answer says which', async () => {
    const { cancel, ask, file, sent, store } = await openWithKeys();
    expect(await problemOf(await cancel('fcc_old'))).toMatchObject({
      status: 401,
      detail: expect.stringContaining('The key “old” expired at 2026-01-01T23:59:59.999Z.') as unknown,
    });
    const unknown = {
      status: 401,
      code: 'sign_in_required',
      detail: expect.stringContaining('unknown, or it has been removed') as unknown,
    };
    await cancel('fcc_old');
    expect((await store.listChanges({ kind: 'sign_in_refused' }, { limit: 10 })).items).toEqual([]);
    const { items } = await store.listChanges({ kind: 'expired_key_used' }, { limit: 10 });
    expect(items).toMatchObject([{ person: 'old (key)', detail: { expires: keys[3].expires } }]);
    expect(await problemOf(await cancel('fcc_nobody'))).toMatchObject(unknown);
    expect((await ask('/api/session', { headers: bearer('fcc_nightly') })).status).toBe(200);
    // The file was read anew without its keys.
    file.current = noConsoleFile;
    expect(await problemOf(await cancel('fcc_nightly'))).toMatchObject({
      ...unknown,
      detail: expect.stringContaining('The key “nightly stop” has been removed') as unknown,
    });
    // Also one that was never used, and one that had expired before.
    expect(await problemOf(await cancel('fcc_keeper'))).toMatchObject({
      ...unknown,
      detail: expect.stringContaining('The key “list keeper” has been removed') as unknown,
    });
    // And one that `npm run key` has not made.
    expect(await problemOf(await cancel('made-elsewhere'))).toMatchObject({
      ...unknown,
      detail: expect.stringContaining('The key “own” has been removed') as unknown,
    });
    expect(await problemOf(await cancel('fcc_old'))).toMatchObject({
      ...unknown,
      detail: expect.stringContaining('The key “old” has been removed') as unknown,
    });
    expect(sent).toEqual([]);
  });

  it('that is wrong is on record as a sign-in that was refused, but for what is wrong with it', async () => {
    const { ask, store } = await openWithKeys();
    await ask('/api/session', { headers: bearer('fcc_hunter2') });
    await ask('/metrics', { headers: bearer('hunter2') });
    const { items } = await store.listChanges({ kind: 'sign_in_refused' }, { limit: 10 });
    expect(items.map(({ person, detail }) => [person, detail?.['via']])).toEqual([
      [null, 'token'],
      [null, 'key'],
    ]);
    expect(JSON.stringify(items)).not.toContain('hunter2');
  });

  it('is listed with its last use, and never with anything of itself', async () => {
    const { cancel, ask } = await openWithKeys();
    await cancel('fcc_nightly');
    await cancel('fcc_old');
    const list = async () => {
      const text = await (await ask('/api/keys', { headers: bearer(tokens.support) })).text();
      expect(text).not.toMatch(/fcc_|[0-9a-f]{64}/);
      return scriptKeys.parse(JSON.parse(text)).items;
    };
    await expect.poll(async () => (await list())[0]?.lastUsedAt).toMatch(/^20/);
    expect(await list()).toMatchObject([
      { name: 'nightly stop', expires: keys[0].expires },
      { name: 'list keeper', lastUsedAt: null },
      { name: 'own', lastUsedAt: null },
      { name: 'old', lastUsedAt: null },
    ]);
  });
});

describe('wrong tokens', () => {
  /** A live console’s access, with a clock of its own. */
  async function openAccess(file = withKeys) {
    const { store } = await openConsole({ live: true });
    const at = { time: Date.parse('2026-06-01T00:00:00Z') };
    const access = liveAccess({
      store,
      tokens,
      proxy: null,
      consoleFile: { current: () => file },
      now: () => new Date(at.time),
    });
    const outcome = (work: Promise<unknown>) =>
      work.then(
        () => 'in',
        (error: unknown) => Object.fromEntries(Object.entries(error ?? {})) as object,
      );
    const show = (token: string, address = '10.0.0.1') =>
      outcome(
        access.identify({
          authorization: `Bearer ${token}`,
          sessionId: undefined,
          peer: address,
          address,
          header: () => undefined,
        }),
      );
    const signIn = (token: string, address = '10.0.0.1') => outcome(access.signIn('Ada', token, address));
    return { at, show, signIn };
  }
  const wrong = expect.objectContaining({ code: 'sign_in_required' }) as unknown;
  const tooMany = (seconds: number) =>
    expect.objectContaining({
      code: 'too_many_requests',
      headers: { 'retry-after': String(seconds) },
    }) as unknown;

  it('are answered ten times a minute for one address, links, tokens and keys together', async () => {
    const { at, show, signIn } = await openAccess();
    for (let count = 0; count < 5; count += 1) {
      expect(await signIn('a wrong token')).toEqual(wrong);
      expect(await show('another-wrong-token')).toEqual(wrong);
    }
    at.time += 20_000;
    expect(await signIn('a wrong token')).toEqual(tooMany(40));
    expect(await show('a-wrong-token')).toEqual(tooMany(40));
    // A right guess must not be told from a wrong one.
    expect(await signIn(tokens.operator)).toEqual(tooMany(40));
    expect(await show(tokens.operator)).toEqual(tooMany(40));
    // A key is no guess, and a script that stops calls is not held up by others.
    expect(await show('fcc_nightly')).toBe('in');
    expect(await signIn(tokens.operator, '10.0.0.2')).toBe('in');
    at.time += 40_000;
    expect(await signIn(tokens.operator)).toBe('in');
  });

  it('count for the whole network of an IPv6 address', () => {
    expect(countedAddress('::ffff:10.0.0.1')).toBe('10.0.0.1');
    expect(countedAddress('2001:DB8:0:1:2:3:4:5')).toBe(countedAddress('2001:db8::1:ffff:0:0:1'));
    expect(countedAddress('2001:db8::1')).toBe('2001:db8:0:0');
    expect(countedAddress('::1')).toBe('0:0:0:0');
    expect(countedAddress('fe80::1%eth0')).toBe('fe80:0:0:0');
  });

  it('are all that links have where the file switches them off, and their sessions end', async () => {
    const { show, signIn } = await openAccess({
      ...withKeys,
      signIn: { ...withKeys.signIn, links: false },
    });
    expect(await signIn(tokens.operator)).toEqual(wrong);
    expect(await show(tokens.operator)).toEqual(wrong);
    expect(await show('fcc_nightly')).toBe('in');
  });

  it('end a session by link once links are switched off', async () => {
    const { ask, file } = await openWithKeys();
    const response = await ask('/api/session', {
      method: 'POST',
      body: { name: 'Ada', token: tokens.operator },
    });
    const headers = { cookie: response.headers.get('set-cookie')?.split(';')[0] ?? '' };
    expect((await ask('/api/session', { headers })).status).toBe(200);
    file.current = { ...withKeys, signIn: { ...withKeys.signIn, links: false } };
    expect((await ask('/api/session', { headers })).status).toBe(401);
  });
});
