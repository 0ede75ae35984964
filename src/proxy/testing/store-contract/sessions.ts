import { describe, expect, it } from 'vitest';
import { stopped, unusualText } from './fixtures';
import { useContractDatabase, type OpenDatabase } from './database';

/** What every store promises of sessions. */
export function sessionContract(open: OpenDatabase): void {
  describe('sessions', () => {
    const context = useContractDatabase(open);
    const session = {
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
      expect(await timed.findSession('one')).toEqual(session);
      await timed.closeSession('one');
      await timed.closeSession('one');
      expect(await timed.findSession('one')).toBeNull();
      now = new Date('2026-01-01T07:59:59.999Z');
      expect(await timed.findSession('two')).toMatchObject({ role: 'operator' });
      now = new Date('2026-01-01T08:00:00.000Z');
      expect(await timed.findSession('two')).toBeNull();
      await timed.openSession('three', { ...session, expiresAt: stopped });
      expect(await database.query('SELECT id_hash FROM sessions')).toEqual([{ id_hash: 'three' }]);
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
      expect(await timed.findSession('one')).toEqual(inAWeek);
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
