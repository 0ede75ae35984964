import { describe, expect, it } from 'vitest';
import { consoleStopped, intent, newId, settlement, unusualText } from './fixtures';
import { useContractDatabase, type OpenDatabase } from './database';

/** What every store promises of claims and outcomes. */
export function claimContract(open: OpenDatabase): void {
  describe('claiming', () => {
    const context = useContractDatabase(open);

    it('answers the whole record, verbatim', async () => {
      const { store } = context;
      const wanted = intent({
        applicationId: '007',
        deploymentId: '99999999999999999999',
        applicationName: unusualText,
        deploymentName: unusualText,
        environment: unusualText,
        person: unusualText,
        reason: unusualText,
      });
      const claim = await store.claim(wanted);
      const { despite: _, ...known } = wanted;
      const record = {
        ...known,
        outcome: null,
        undocumented: false,
        status: null,
        message: null,
        retryAfter: null,
        cause: null,
        sentAt: null,
        answeredAt: null,
        settledAt: null,
        account: null,
        review: null,
        journaled: true,
        confirmation: null,
      };
      expect(claim).toEqual({ kind: 'claimed', cancellation: record });
      expect(await store.findCancellation(wanted.id)).toEqual(record);
      const end = settlement({
        message: unusualText,
        retryAfter: unusualText,
        undocumented: true,
        status: 204,
      });
      expect(await store.settle(wanted.id, end)).toEqual({ ...record, ...end });
      expect(await store.findCancellation(wanted.id)).toEqual({ ...record, ...end });
    });

    it('knows an ID again, open or settled, whatever its target', async () => {
      const { store } = context;
      const first = intent({ reason: 'first' });
      const claimed = await store.claim(first);
      expect(claimed.kind === 'claimed' && claimed.cancellation.id).toBe(first.id);
      const again = await store.claim({ ...first, reason: 'second' });
      expect(again).toMatchObject({ kind: 'known', cancellation: { reason: 'first', outcome: null } });
      const settled = await store.settle(first.id, settlement());
      expect(await store.claim({ ...first, deploymentId: '8' })).toEqual({
        kind: 'known',
        cancellation: settled,
      });
      expect(await store.findCancellation(first.id)).toEqual(settled);
    });

    it('refuses a second cancellation of a deployment until the first is settled', async () => {
      const { store, addCancellation } = context;
      const first = await addCancellation({ person: 'Ann' }, null);
      expect(await store.claim(intent({ person: 'Bob' }))).toEqual({ kind: 'busy', cancellation: first });
      await store.settle(first.id, settlement());
      expect((await store.claim(intent())).kind).toBe('claimed');
    });

    it('lets other deployments pass', async () => {
      const { store, addCancellation } = context;
      await addCancellation({}, null);
      expect((await store.claim(intent({ deploymentId: '8' }))).kind).toBe('claimed');
      expect((await store.claim(intent({ deploymentId: '07' }))).kind).toBe('claimed');
      expect((await store.claim(intent({ applicationId: '101' }))).kind).toBe('claimed');
    });

    it('gives one of many at once the deployment', async () => {
      const { database, store } = context;
      const second = await database.open();
      const claims = await Promise.all(
        Array.from({ length: 40 }, (_, index) => (index % 2 ? store : second).claim(intent())),
      );
      const winners = claims.filter((claim) => claim.kind === 'claimed');
      expect(winners).toHaveLength(1);
      const losers = claims.filter((claim) => claim.kind !== 'claimed');
      expect(losers).toEqual(losers.map(() => ({ ...winners[0], kind: 'busy' })));
      expect(await database.query('SELECT count(*) AS n FROM cancellations')).toEqual([{ n: 1 }]);
    });

    it('takes one of many equal requests at once', async () => {
      const { database, store } = context;
      const second = await database.open();
      const same = intent();
      const claims = await Promise.all(
        Array.from({ length: 40 }, (_, index) => (index % 2 ? store : second).claim(same)),
      );
      expect(claims.filter((claim) => claim.kind === 'claimed')).toHaveLength(1);
      expect(claims.filter((claim) => claim.kind === 'known')).toHaveLength(39);
    });

    it('never gives a deployment twice while many claim and settle', async () => {
      const { database, store } = context;
      const second = await database.open();
      let holders = 0;
      let most = 0;
      let done = 0;
      await Promise.all(
        Array.from({ length: 20 }, async (_, index) => {
          const mine = index % 2 ? store : second;
          const claim = await mine.claim(intent());
          if (claim.kind !== 'claimed') return;
          holders += 1;
          done += 1;
          most = Math.max(most, holders);
          await mine.checkWritable();
          holders -= 1;
          await mine.settle(claim.cancellation.id, settlement());
        }),
      );
      expect(most).toBe(1);
      expect(done).toBeGreaterThan(0);
    });
  });

  describe('settling', () => {
    const context = useContractDatabase(open);

    it('never changes a settled record', async () => {
      const { store, addCancellation, listEventRows } = context;
      const { id } = await addCancellation({}, null);
      const first = await store.settle(id, settlement());
      const second = settlement({ outcome: 'unknown', status: 500, message: 'Later' });
      expect(await store.settle(id, second)).toEqual(first);
      expect(await store.findCancellation(id)).toEqual(first);
      expect((await listEventRows()).map((event) => event['kind'])).toEqual(['requested', 'settled']);
    });

    it('lets the database itself refuse to change or delete a settled record', async () => {
      const { database, store, addCancellation } = context;
      const settled = await addCancellation();
      await expect(database.query("UPDATE cancellations SET outcome = 'refused'")).rejects.toThrow(/never/);
      await expect(database.query('DELETE FROM cancellations')).rejects.toThrow(/never/);
      expect(await store.findCancellation(settled.id)).toEqual(settled);
    });

    it('agrees on one outcome when several are decided at once', async () => {
      const { database, store, addCancellation } = context;
      const second = await database.open();
      const { id } = await addCancellation({}, null);
      const results = await Promise.all(
        Array.from({ length: 10 }, (_, index) =>
          (index % 2 ? store : second).settle(id, settlement({ status: 200 + index })),
        ),
      );
      expect(new Set(results.map((result) => result.status)).size).toBe(1);
    });

    it('names the account, and by when and by whom the outcome is to be confirmed', async () => {
      const { database } = context;
      const live = await database.open('live', undefined, 'Ops@example.com');
      const review = { dueAt: '2026-01-02T04:00:00.000Z', byAnother: true };
      const wanted = intent({ review });
      const record = { account: 'ops@example.com', review };
      expect(await live.claim(wanted)).toMatchObject({ cancellation: record });
      expect(await live.settle(wanted.id, settlement())).toMatchObject(record);
      const other = intent({ deploymentId: '8', review: { ...review, byAnother: false } });
      expect(await live.claim(other)).toMatchObject({ cancellation: { review: { byAnother: false } } });
      for (const change of [`account = 'x'`, `review_due_at = NULL`, `review_by = NULL`])
        await expect(
          database.query(`UPDATE cancellations SET ${change} WHERE id = '${wanted.id}'`),
        ).rejects.toThrow(/never changes/);
      await expect(database.query('DELETE FROM cancellations')).rejects.toThrow(/never changes/);
    });

    it('rejects for an ID that is not in the journal', async () => {
      const { store } = context;
      await expect(store.settle(newId(), settlement())).rejects.toThrow(/no cancellation/);
    });
  });

  describe('orphans', () => {
    const context = useContractDatabase(open);

    it('are the open records of this console that nobody here has claimed', async () => {
      const { database, store, addCancellation } = context;
      const { id } = await addCancellation({}, null);
      const lost = newId();
      // As a claim leaves it that was committed although its answer was lost.
      await database.query(`INSERT INTO cancellations (id, realm, application_id, deployment_id,
          application_name, deployment_name, environment, person, requested_at, upstream, instance, search)
        SELECT '${lost}', realm, application_id, '8', application_name, deployment_name, environment, person,
          requested_at, upstream, instance, search FROM cancellations RETURNING id`);
      expect((await store.listOrphans()).map((orphan) => orphan.id)).toEqual([lost]);
      expect(await (await database.open('live')).listOrphans()).toEqual([]);
      expect((await store.claim(intent({ deploymentId: '8' }))).kind).toBe('busy');
      await store.settle(lost, settlement({ outcome: 'not_sent' }));
      expect(await store.listOrphans()).toEqual([]);
      expect((await store.claim(intent({ deploymentId: '8' }))).kind).toBe('claimed');
      expect((await store.findCancellation(id))?.outcome).toBeNull();
    });
  });

  describe('recovering', () => {
    const context = useContractDatabase(open);

    it('leaves what this console itself has open', async () => {
      const { store, addCancellation } = context;
      const { id } = await addCancellation({}, null);
      expect(await store.recover(consoleStopped)).toBe(0);
      expect((await store.findCancellation(id))?.outcome).toBeNull();
    });

    it('checks that a durable write works', async () => {
      const { database, store } = context;
      await store.checkWritable();
      await store.checkWritable();
      expect(await database.query('SELECT id, checks FROM health')).toEqual([{ id: 1, checks: 2 }]);
    });
  });
}
