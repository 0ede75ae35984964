import { describe, expect, it } from 'vitest';
import { InvalidCursor } from '../../store/store';
import { settlement } from './fixtures';
import { useContractDatabase, type OpenDatabase } from './database';

/** What every store promises of the journal’s list. */
export function journalContract(open: OpenDatabase): void {
  describe('the journal’s list', () => {
    const context = useContractDatabase(open);

    it('is empty at first', async () => {
      const { store } = context;
      expect(await store.listCancellations({}, { limit: 10 })).toEqual({ items: [], nextCursor: null });
    });

    it('is newest first, page by page, also while new records arrive', async () => {
      const { store, addCancellation } = context;
      const ids: string[] = [];
      for (let index = 0; index < 7; index += 1) ids.unshift((await addCancellation()).id);
      const first = await store.listCancellations({}, { limit: 3 });
      await addCancellation();
      const second = await store.listCancellations({}, { limit: 3, cursor: first.nextCursor ?? '' });
      const third = await store.listCancellations({}, { limit: 3, cursor: second.nextCursor ?? '' });
      expect([first, second, third].map((page) => page.items.map(({ id }) => id))).toEqual([
        ids.slice(0, 3),
        ids.slice(3, 6),
        ids.slice(6),
      ]);
      expect(third.nextCursor).toBeNull();
      const exact = await store.listCancellations({}, { limit: 8 });
      expect(exact.items).toHaveLength(8);
      expect(exact.nextCursor).toBeNull();
    });

    it.each(['', 'x', 'MA', 'MQ==', 'LTE', 'MS41', 'OTAwNzE5OTI1NDc0MDk5Mw', 'MDE', "' OR 1=1"])(
      'refuses the cursor %j',
      async (cursor) => {
        const { store } = context;
        await expect(store.listCancellations({}, { limit: 3, cursor })).rejects.toBeInstanceOf(InvalidCursor);
      },
    );

    it('has the last ten of each deployment that is named, newest first', async () => {
      const { store, database, addCancellation } = context;
      const ids: string[] = [];
      for (let index = 0; index < 12; index += 1) ids.unshift((await addCancellation()).id);
      const open = await addCancellation({ deploymentId: '8' }, null);
      const other = await addCancellation(
        { applicationId: '200' },
        { outcome: 'refused', undocumented: true },
      );
      const named = [
        { applicationId: '200', deploymentId: '7' },
        { applicationId: '100', deploymentId: '7' },
        { applicationId: '100', deploymentId: '8' },
        { applicationId: '100', deploymentId: '07' },
      ];
      const many = Array.from({ length: 60 }, (_, index) => ({
        applicationId: '300',
        deploymentId: String(index),
      }));
      const histories = await store.listDeploymentHistories([...named, ...many]);
      expect(histories.map(({ applicationId, deploymentId }) => ({ applicationId, deploymentId }))).toEqual([
        ...named,
        ...many,
      ]);
      const listed = histories.slice(0, 4).map((one) => one.cancellations.map(({ id }) => id));
      expect(listed).toEqual([[other.id], ids.slice(0, 10), [open.id], []]);
      expect(histories[0]?.cancellations[0]).toEqual({
        id: other.id,
        person: 'Ann',
        outcome: 'refused',
        undocumented: true,
        status: 202,
        cause: null,
        requestedAt: other.requestedAt,
        sentAt: other.sentAt,
        settledAt: other.settledAt,
      });
      expect(histories[2]?.cancellations[0]?.outcome).toBeNull();
      const live = await database.open('live');
      expect((await live.listDeploymentHistories(named))[0]?.cancellations).toEqual([]);
    });

    it('narrows by outcome, target, person and time', async () => {
      const { addCancellation, listIds } = context;
      const accepted = await addCancellation({ requestedAt: '2026-01-01T00:00:00.000Z' });
      const refused = await addCancellation(
        { person: 'Bob', requestedAt: '2026-01-02T00:00:00.000Z' },
        { outcome: 'refused' },
      );
      const elsewhere = await addCancellation({
        applicationId: '200',
        requestedAt: '2026-01-03T00:00:00.000Z',
      });
      const open = await addCancellation(
        { deploymentId: '8', requestedAt: '2026-01-04T00:00:00.000Z' },
        null,
      );
      expect(await listIds({ outcome: 'accepted' })).toEqual([elsewhere.id, accepted.id]);
      expect(await listIds({ outcome: 'refused' })).toEqual([refused.id]);
      expect(await listIds({ outcome: 'unknown' })).toEqual([]);
      expect(await listIds({ outcome: 'open' })).toEqual([open.id]);
      expect(await listIds({ applicationId: '200' })).toEqual([elsewhere.id]);
      expect(await listIds({ deploymentId: '7' })).toEqual([elsewhere.id, refused.id, accepted.id]);
      expect(await listIds({ applicationId: '100', deploymentId: '7' })).toEqual([refused.id, accepted.id]);
      expect(await listIds({ person: 'Bob' })).toEqual([refused.id]);
      expect(await listIds({ person: 'bob' })).toEqual([]);
      expect(await listIds({ from: '2026-01-02T00:00:00.000Z' })).toEqual([
        open.id,
        elsewhere.id,
        refused.id,
      ]);
      expect(await listIds({ to: '2026-01-02T00:00:00.000Z' })).toEqual([accepted.id]);
      expect(
        await listIds({
          from: '2026-01-02T00:00:00.000Z',
          to: '2026-01-04T00:00:00.000Z',
          outcome: 'accepted',
        }),
      ).toEqual([elsewhere.id]);
      expect(await listIds({ q: 'bob', outcome: 'refused', person: 'Bob' })).toEqual([refused.id]);
      expect(await listIds({ q: 'bob', outcome: 'accepted' })).toEqual([]);
    });

    it('gives each record once across the pages of every filter, newest first', async () => {
      const { store, addCancellation } = context;
      const ids: string[] = [];
      for (let index = 0; index < 12; index += 1)
        ids.unshift(
          // Two days that alternate: the clock went back again and again.
          (await addCancellation({ requestedAt: `2026-01-0${1 + (index % 2)}T00:00:00.000Z`, person: 'Zoë' }))
            .id,
        );
      for (const filter of [
        {},
        { outcome: 'accepted' },
        { person: 'Zoë' },
        { q: 'zoë' },
        { q: 'z' },
        { from: '2026-01-01T00:00:00.000Z', q: 'ZOË' },
        { from: '2026-01-01T00:00:00.000Z', to: '2026-01-03T00:00:00.000Z' },
      ] as const) {
        const found: string[] = [];
        let cursor: string | undefined;
        do {
          const page = await store.listCancellations(filter, { limit: 5, cursor });
          expect(page.items.length).toBeLessThanOrEqual(5);
          found.push(...page.items.map(({ id }) => id));
          cursor = page.nextCursor ?? undefined;
        } while (cursor !== undefined);
        expect(found).toEqual(ids);
      }
    });

    it.each([
      ['the application’s name', { applicationName: 'Quarterly' }, 'ARTERL'],
      ['the application’s ID', { applicationId: '4242424242' }, '424242'],
      ['the deployment’s name', { deploymentName: 'Süd-Ost' }, 'SÜD-'],
      ['the deployment’s ID', { deploymentId: '31337' }, '1337'],
      ['the person', { person: 'Øystein Ж' }, 'øYS'],
      ['the reason', { reason: 'wrong list\nsecond line' }, 'SECOND'],
      ['two characters', { person: 'Øystein Ж' }, 'ø'],
      ['an emoji', { reason: 'oh 👩‍👩‍👧 no' }, '👩‍👩‍👧'],
      ['a percent sign', { reason: '100% wrong' }, '%'],
      ['a percent sign in a word', { reason: '100% wrong' }, '00% w'],
      ['an underscore', { reason: 'wrong_list' }, 'ng_li'],
      ['a backslash', { reason: 'a\\b' }, '\\'],
      ['a backslash in a word', { reason: 'xa\\by' }, 'xa\\by'],
      ['a quote', { reason: `say "no" 'now'` }, `"no" 'n`],
      ['words of a query language', { reason: 'this AND that* OR NEAR(x)' }, 'and that* OR NEAR('],
    ])('finds text in %s', async (_, more, q) => {
      const { addCancellation, listIds } = context;
      await addCancellation({ deploymentId: '1', reason: 'wrongXlist 100 axb 00x wy' });
      const wanted = await addCancellation(more);
      await addCancellation({ deploymentId: '2' });
      expect(await listIds({ q })).toEqual([wanted.id]);
    });

    it('finds text in Fuse’s message once it is there, and the names still', async () => {
      const { store, addCancellation, listIds } = context;
      const { id } = await addCancellation({ deploymentId: '5' }, null);
      expect(await listIds({ q: 'no such' })).toEqual([]);
      await store.settle(id, settlement({ message: 'No Such Deployment É' }));
      expect(await listIds({ q: 'no such' })).toEqual([id]);
      expect(await listIds({ q: 'é' })).toEqual([id]);
      expect(await listIds({ q: 'main line' })).toEqual([id]);
      expect(await listIds({ q: id.toUpperCase() })).toEqual([id]);
    });

    it('takes an empty text for no filter', async () => {
      const { addCancellation, listIds } = context;
      const { id } = await addCancellation();
      expect(await listIds({ q: '' })).toEqual([id]);
    });
  });
}
