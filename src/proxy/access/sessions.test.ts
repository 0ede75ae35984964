import { describe, expect, it } from 'vitest';
import { ownSessions } from '../../contract';
import { noConsoleFile } from '../config/console-file';
import { openConsole, problemOf, tokens } from '../testing/test-app';
import { createSessions } from './sessions';

const hour = 60 * 60_000;
const link = { via: 'link', person: 'Ada', role: 'operator', tokenHash: 'abc' } as const;

const withHours = (sessionHours: number) => ({
  ...noConsoleFile,
  signIn: { ...noConsoleFile.signIn, sessionHours },
});

/** Sessions on a store of their own, with a clock and a file that a test can change. */
async function openSessions() {
  const { store } = await openConsole({ live: true });
  const at = { time: new Date(), file: noConsoleFile };
  const sessions = createSessions({
    store,
    consoleFile: { current: () => at.file },
    isAdmitted: () => true,
    now: () => at.time,
  });
  return { store, sessions, at, wait: (ms: number) => void (at.time = new Date(at.time.getTime() + ms)) };
}

describe('a session', () => {
  it('ends by the hours that are in force, also where these were made fewer since', async () => {
    const { sessions, at, wait } = await openSessions();
    const { sessionId, maxAgeSeconds } = await sessions.open(link);
    expect(maxAgeSeconds).toBe(12 * 3600);
    wait(2 * hour + 1000);
    expect(await sessions.find(sessionId)).not.toBeNull();
    at.file = withHours(2);
    expect(await sessions.find(sessionId)).toBeNull();
    at.file = withHours(100);
    expect(await sessions.find(sessionId)).not.toBeNull();
    wait(10 * hour);
    expect(await sessions.find(sessionId)).toBeNull();
  });

  it('has ended where it was opened before the instant in the file, whatever its hours', async () => {
    const { sessions, at } = await openSessions();
    const { sessionId } = await sessions.open(link);
    const revoke = (ms: number) =>
      (at.file = { ...noConsoleFile, revokeSessionsBefore: new Date(Date.now() + ms).toISOString() });
    revoke(-hour);
    expect(await sessions.find(sessionId)).not.toBeNull();
    revoke(1);
    expect(await sessions.find(sessionId)).toBeNull();
  });

  it.each([
    ['switches the links off', { signIn: { ...noConsoleFile.signIn, links: false } }],
    ['revokes it', { revokeSessionsBefore: new Date(Date.now() + hour).toISOString() }],
    ['lets it last for fewer hours', withHours(1)],
  ])('does not come back once a file that %s has taken effect', async (_, parts) => {
    const { sessions, at, wait } = await openSessions();
    const { sessionId } = await sessions.open(link);
    wait(hour + 1000);
    await sessions.endByConfiguration();
    expect(await sessions.find(sessionId)).not.toBeNull();
    at.file = { ...noConsoleFile, ...parts };
    await sessions.endByConfiguration();
    at.file = noConsoleFile;
    expect(await sessions.find(sessionId)).toBeNull();
  });

  it('knows when it was last used, to within ten minutes, without a write for every request', async () => {
    const { store, sessions, at, wait } = await openSessions();
    const { sessionId } = await sessions.open(link);
    const lastUsed = async () => (await store.listSessions(link))[0]?.lastUsedAt;
    wait(9 * 60_000);
    await sessions.find(sessionId);
    expect(await lastUsed()).toBeNull();
    wait(2 * 60_000);
    await Promise.all([sessions.find(sessionId), sessions.find(sessionId)]);
    await expect.poll(lastUsed).toBe(at.time.toISOString());
  });
});

describe('a person’s own sessions', () => {
  async function signInTwice(ask: Awaited<ReturnType<typeof openConsole>>['ask']) {
    const signIn = async (name: string, token = tokens.operator) => {
      const response = await ask('/api/session', { method: 'POST', body: { name, token } });
      return { cookie: response.headers.get('set-cookie')?.split(';')[0] ?? '' };
    };
    const list = async (headers: { cookie: string }) =>
      ownSessions.parse(await (await ask('/api/sessions', { headers })).json()).items;
    const isSignedIn = async (headers: { cookie: string }) =>
      (await ask('/api/session', { headers })).status === 200;
    return { first: await signIn('Ada'), second: await signIn('Ada'), signIn, list, isSignedIn };
  }

  /** Which sessions were ended, by what is on record, the latest first. */
  const sessionsOnRecord = async (store: Awaited<ReturnType<typeof openConsole>>['store']) =>
    (await store.listChanges({ kind: 'signed_out' }, { limit: 5 })).items.map(
      (one) => one.detail?.['session'],
    );

  it('are listed without their secrets, and without those of others', async () => {
    const { ask } = await openConsole({ live: true });
    const { first, second, signIn, list } = await signInTwice(ask);
    await signIn('Grace');
    // Somebody with the other link could call themselves Ada too.
    await signIn('Ada', tokens.support);
    const items = await list(first);
    expect(items.map(({ via, isCurrent }) => [via, isCurrent])).toEqual(
      expect.arrayContaining([
        ['link', true],
        ['link', false],
      ]),
    );
    expect(items).toHaveLength(2);
    expect((await list(second)).find(({ isCurrent }) => isCurrent)?.id).toBe(
      items.find(({ isCurrent }) => !isCurrent)?.id,
    );
    const id = first.cookie.split('=')[1] ?? '';
    expect(JSON.stringify(items)).not.toContain(id);
  });

  it('can be ended one by one, with their streams, and nobody else’s', async () => {
    const { ask, streams, store } = await openConsole({ live: true });
    const { first, second, signIn, list, isSignedIn } = await signInTwice(ask);
    const other = await signIn('Grace');
    const stream = await ask('/api/events', { headers: second });
    const reader = stream.body!.getReader();
    const [ofGrace] = await list(other);
    const refused = await ask(`/api/sessions/${ofGrace?.id}`, { method: 'DELETE', headers: first });
    expect(await problemOf(refused)).toMatchObject({ code: 'not_found' });
    const ofSecond = (await list(first)).find(({ isCurrent }) => !isCurrent);
    const path = `/api/sessions/${ofSecond?.id}`;
    expect((await ask(path, { method: 'DELETE', headers: first })).status).toBe(204);
    expect(await isSignedIn(second)).toBe(false);
    while (!(await reader.read()).done);
    expect(streams.size).toBe(0);
    expect(await isSignedIn(first)).toBe(true);
    expect(await isSignedIn(other)).toBe(true);
    expect((await ask(path, { method: 'DELETE', headers: first })).status).toBe(404);
    expect((await ask('/api/sessions/no-name', { method: 'DELETE', headers: first })).status).toBe(400);
    expect((await ask('/api/session', { method: 'DELETE', headers: first })).status).toBe(204);
    expect(await sessionsOnRecord(store)).toEqual(['here', 'another']);
  });

  it('can be ended all at once', async () => {
    const { ask, store } = await openConsole({ live: true });
    const { first, second, signIn, isSignedIn } = await signInTwice(ask);
    const other = await signIn('Grace');
    const ended = await ask('/api/sessions', { method: 'DELETE', headers: first });
    expect(ended.status).toBe(204);
    expect(ended.headers.get('set-cookie')).toMatch(/Max-Age=0/);
    expect([await isSignedIn(first), await isSignedIn(second)]).toEqual([false, false]);
    expect(await isSignedIn(other)).toBe(true);
    expect(await sessionsOnRecord(store)).toEqual(['all', 'all']);
  });

  it('are none of a script’s, nor in the sandbox', async () => {
    const live = await openConsole({ live: true });
    const headers = { authorization: `Bearer ${tokens.operator}`, origin: '' };
    expect(await (await live.ask('/api/sessions', { headers })).json()).toEqual({ items: [] });
    expect((await live.ask('/api/sessions', { method: 'DELETE', headers })).status).toBe(204);
    const sandbox = await openConsole();
    expect(await (await sandbox.ask('/api/sessions')).json()).toEqual({ items: [] });
  });
});
