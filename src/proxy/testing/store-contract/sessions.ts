import { describe, expect, it } from 'vitest';
import { stopped, unusualText } from './fixtures';
import { useContractDatabase, type OpenDatabase } from './database';

/** What every store promises of sessions. */
export function sessionContract(open: OpenDatabase): void {
  describe('sessions', () => {
    const context = useContractDatabase(open);
    const session = {
      via: 'link',
      person: unusualText,
      role: 'support',
      tokenHash: 'abc',
      expiresAt: '2026-01-01T08:00:00.000Z',
    } as const;

    it('are found until they are closed or expire', async () => {
      const { database } = context;
      let now = new Date('2026-01-01T00:00:00.000Z');
      const timed = await database.open('sandbox', () => now);
      await timed.openSession('one', session);
      await timed.openSession('two', { ...session, role: 'operator' });
      expect(await timed.findSession('one')).toEqual({
        ...session,
        createdAt: '2026-01-01T00:00:00.000Z',
        lastUsedAt: null,
      });
      await timed.closeSession('one', 'here');
      await timed.closeSession('one', 'here');
      expect(await timed.findSession('one')).toBeNull();
      now = new Date('2026-01-01T07:59:59.999Z');
      expect(await timed.findSession('two')).toMatchObject({ role: 'operator' });
      now = new Date('2026-01-01T08:00:00.000Z');
      expect(await timed.findSession('two')).toBeNull();
      await timed.openSession('three', { ...session, expiresAt: stopped });
      expect(await database.query('SELECT id_hash FROM sessions')).toEqual([{ id_hash: 'three' }]);
    });

    it('of OpenID Connect name subject and groups, and a person sees theirs, the newest first', async () => {
      const { database } = context;
      let now = new Date('2026-01-01T00:00:00.000Z');
      const timed = await database.open('sandbox', () => now);
      const ofSubject = (subject: string) =>
        ({ via: 'oidc', person: unusualText, issuer: 'https://i', subject, groups: ['a', 'ü'] }) as const;
      const { expiresAt } = session;
      await timed.openSession('one', { ...ofSubject('1'), expiresAt });
      now = new Date('2026-01-01T01:00:00.000Z');
      await timed.openSession('two', { ...ofSubject('1'), expiresAt });
      await timed.openSession('three', { ...ofSubject('2'), expiresAt });
      await timed.openSession('four', session);
      expect(await timed.findSession('one')).toEqual({
        ...ofSubject('1'),
        createdAt: '2026-01-01T00:00:00.000Z',
        lastUsedAt: null,
        expiresAt,
      });
      await timed.touchSession('one', '2026-01-01T02:00:00.000Z');
      const listIds = async (holder: Parameters<typeof timed.listSessions>[0]) =>
        (await timed.listSessions(holder)).map(({ idHash }) => idHash);
      expect(await listIds(ofSubject('1'))).toEqual(['two', 'one']);
      expect(await listIds(session)).toEqual(['four']);
      expect((await timed.listSessions(ofSubject('1')))[1]?.lastUsedAt).toBe('2026-01-01T02:00:00.000Z');
      now = new Date('2026-01-01T08:00:00.000Z');
      expect(await listIds(ofSubject('1'))).toEqual([]);
    });

    it('that a configuration ends are deleted, and those of the other realm are not', async () => {
      const { database } = context;
      let now = new Date('2026-01-01T00:00:00.000Z');
      const timed = await database.open('sandbox', () => now);
      const live = await database.open('live', () => now);
      const { expiresAt } = session;
      const ofIssuer = (issuer: string) =>
        ({ via: 'oidc', person: 'Ann', issuer, subject: '1', groups: [], expiresAt }) as const;
      await timed.openSession('old', session);
      await live.openSession('other realm', session);
      now = new Date('2026-01-01T01:00:00.000Z');
      await timed.openSession('link', session);
      await timed.openSession('i', ofIssuer('https://i'));
      await timed.openSession('j', ofIssuer('https://j'));
      const left = async () =>
        (await database.query("SELECT id_hash FROM sessions WHERE realm = 'sandbox' ORDER BY id_hash")).map(
          (row) => row['id_hash'],
        );
      const all = { since: '2026-01-01T00:00:00.000Z', links: true, issuer: 'https://i' };
      await timed.keepSessions(all);
      expect(await left()).toEqual(['i', 'link', 'old']);
      expect(await timed.keepSessions({ ...all, since: '2026-01-01T01:00:00.000Z' })).toBe(1);
      expect(await timed.keepSessions({ ...all, since: '2026-01-01T01:00:00.000Z' })).toBe(0);
      expect(await left()).toEqual(['i', 'link']);
      await timed.keepSessions({ ...all, links: false });
      expect(await left()).toEqual(['i']);
      await timed.keepSessions({ ...all, issuer: null });
      expect(await left()).toEqual([]);
      expect(await live.findSession('other realm')).not.toBeNull();
      // An earlier release wrote no instant: such a session lasted for a week.
      await timed.openSession('earlier', { ...session, expiresAt: '2026-01-08T00:00:00.000Z' });
      await database.query('UPDATE sessions SET created_at = NULL');
      await timed.keepSessions(all);
      expect(await left()).toEqual(['earlier']);
      await timed.keepSessions({ ...all, since: '2026-01-01T00:00:00.001Z' });
      expect(await left()).toEqual([]);
    });

    it('tell when each key was last used', async () => {
      const { store, database } = context;
      const live = await database.open('live');
      const nightly = { name: 'nightly', sha256: 'hash 1' };
      await store.rememberKeys([nightly, { name: 'unused', sha256: 'hash 3' }]);
      await store.noteKeyUse(nightly, '2026-01-01T00:00:00.000Z');
      await store.noteKeyUse({ name: 'weekly', sha256: 'hash 2' }, '2026-01-01T00:00:00.000Z');
      await store.noteKeyUse(nightly, '2026-01-02T00:00:00.000Z');
      // Another name, or another key under the name, changes nothing of it.
      await store.rememberKeys([
        { ...nightly, name: 'by night' },
        { name: 'nightly', sha256: 'hash 4' },
      ]);
      expect(await store.listKeyUses()).toEqual(
        new Map([
          ['hash 1', '2026-01-02T00:00:00.000Z'],
          ['hash 2', '2026-01-01T00:00:00.000Z'],
        ]),
      );
      expect(await live.listKeyUses()).toEqual(new Map());
    });

    it('know each key that was ever in force by its hash, whether it was used or not', async () => {
      const { store, database } = context;
      const live = await database.open('live');
      await store.rememberKeys([]);
      expect(await store.findKeyName('nightly-1')).toBeNull();
      await store.rememberKeys([
        { name: 'nightly', sha256: 'nightly-1' },
        { name: 'weekly', sha256: 'weekly-1' },
      ]);
      // A new key under a name that another one had, and a new name for a key.
      await store.rememberKeys([
        { name: 'nightly', sha256: 'nightly-2' },
        { name: 'every week', sha256: 'weekly-1' },
      ]);
      const names = ['nightly-1', 'nightly-2', 'weekly-1'].map((sha256) => store.findKeyName(sha256));
      expect(await Promise.all(names)).toEqual(['nightly', 'nightly', 'every week']);
      expect(await live.findKeyName('weekly-1')).toBeNull();
      expect(await store.listKeyUses()).toEqual(new Map());
    });

    it('outlive a clock that is days ahead', async () => {
      const { database } = context;
      let ahead = 0;
      const timed = await database.open('sandbox', () => new Date(Date.now() + ahead));
      const inAWeek = { ...session, expiresAt: new Date(Date.now() + 7 * 86_400_000).toISOString() };
      await timed.openSession('one', inAWeek);
      ahead = 8 * 86_400_000;
      await timed.openSession('two', inAWeek);
      ahead = 0;
      expect(await timed.findSession('one')).toMatchObject(inAWeek);
    });

    it('that have expired are removed a hundred at a time', async () => {
      const { database } = context;
      let now = new Date('2026-01-01T00:00:00.000Z');
      const timed = await database.open('sandbox', () => now);
      for (let count = 0; count < 150; count += 1) await timed.openSession(`old ${count}`, session);
      now = new Date('2026-01-02T00:00:00.000Z');
      const left = async () => (await database.query('SELECT id_hash FROM sessions')).length;
      await timed.openSession('new', { ...session, expiresAt: stopped });
      expect(await left()).toBe(51);
      await timed.openSession('newer', { ...session, expiresAt: stopped });
      expect(await left()).toBe(2);
    });
  });
}
