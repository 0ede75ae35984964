import { beforeEach, describe, expect, it } from 'vitest';
import type { NewBatch, Store } from '../../store/store';
import { intent, newId, settlement, stopped } from './fixtures';
import { useContractDatabase, type OpenDatabase } from './database';

/** What every store promises to consoles of several Fuse accounts on one database, in which the same IDs mean different things. */
export function accountContract(open: OpenDatabase): void {
  describe('accounts', () => {
    const context = useContractDatabase(open);
    const target = { applicationId: '100', deploymentId: '7' };
    const saved = { name: 'Main line', environment: 'production' };
    let ann: Store;
    let bob: Store;
    /** A console of a release that put no account on record, beside the others. */
    let earlier: Store;

    beforeEach(async () => {
      const { database } = context;
      earlier = await database.open('live');
      ann = await database.open('live', undefined, 'Ann@example.com');
      bob = await database.open('live', undefined, 'bob@example.com');
      for (const store of [ann, bob]) {
        await store.saveApplication('100', { name: 'Reminders' }, { onlyNew: true });
        await store.saveDeployment('100', '7', saved, { onlyNew: true });
      }
    });

    it('do not tell of a deployment what another one did to its own of the same IDs', async () => {
      await ann.removeDeployment('100', '7', 'Ann');
      const fresh = await context.database.open('live', undefined, 'new@example.com');
      await fresh.saveApplication('100', { name: 'Reminders' }, { onlyNew: true });
      await fresh.saveDeployment('100', '7', { ...saved, environment: 'test' }, { onlyNew: true }, 'Cy');
      expect(await fresh.getDeploymentView('100', '7')).not.toHaveProperty('environmentChange');
    });

    async function cancel(store: Store, more: Parameters<typeof intent>[0] = {}): Promise<string> {
      const claim = await store.claim(intent(more));
      if (claim.kind !== 'claimed') throw new Error(`The answer was ${claim.kind}.`);
      await store.settle(claim.cancellation.id, settlement());
      return claim.cancellation.id;
    }

    const newBatch = (despite: string[] | null = []): NewBatch => ({
      id: newId(),
      person: 'Bo',
      reason: null,
      requestedAt: intent().requestedAt,
      pauseMs: 0,
      despite,
      targets: [{ ...target, cancellationId: newId() }],
    });

    /** The deployment's last cancellation wherever it is shown, and its newest ones. */
    async function shown(store: Store) {
      const [application] = await store.listApplications();
      const one = await store.findApplication('100');
      const view = await store.getDeploymentView('100', '7');
      const [history] = await store.listDeploymentHistories([target]);
      const last = application?.deployments[0]?.lastCancellation?.id;
      expect(one?.deployments[0]?.lastCancellation?.id).toBe(last);
      expect(view?.lastCancellation?.id).toBe(last);
      return { last, newest: history?.cancellations.map(({ id }) => id) };
    }

    it('show a deployment with the cancellations of its own account', async () => {
      const first = await cancel(ann);
      expect(await shown(bob)).toEqual({ last: undefined, newest: [] });
      const second = await cancel(bob);
      const third = await cancel(ann);
      expect(await shown(ann)).toEqual({ last: third, newest: [third, first] });
      expect(await shown(bob)).toEqual({ last: second, newest: [second] });
      expect((await bob.removeDeployment('100', '7'))?.lastCancellation?.id).toBe(second);
    });

    it('share one journal, which can be asked for the records and changes of one account', async () => {
      const [first, second] = [await cancel(ann), await cancel(bob)];
      const records = async (account?: string) => {
        const filter = { ...target, ...(account !== undefined && { account }) };
        return (await bob.listCancellations(filter, { limit: 10 })).items.map(({ id }) => id);
      };
      expect(await records()).toEqual([second, first]);
      expect(await records('ANN@example.com')).toEqual([first]);
      const names = async (account?: string) => {
        const filter = { ...target, ...(account !== undefined && { account }) };
        return (await bob.listChanges(filter, { limit: 10 })).items.map((change) => change.account);
      };
      expect(await names()).toEqual(['bob@example.com', 'ann@example.com']);
      expect(await names('Bob@example.com')).toEqual(['bob@example.com']);
    });

    it('are not held up by what another account has just cancelled, nor by what it has in a batch', async () => {
      await cancel(ann);
      const batch = await ann.createBatch(newBatch(null));
      expect(batch).toMatchObject({ kind: 'created', batch: { account: 'ann@example.com' } });
      expect((await ann.claim(intent({ despite: [] }))).kind).toBe('overlap');
      expect((await ann.createBatch(newBatch())).kind).toBe('overlap');
      const own = await cancel(bob, { despite: [] });
      expect(await bob.claim(intent({ despite: [] }))).toMatchObject({
        kind: 'overlap',
        overlaps: [{ kind: 'accepted', id: own }],
      });
      const wanted = newBatch([own]);
      expect((await bob.createBatch(wanted)).kind).toBe('created');
      expect(await bob.createBatch(newBatch([own]))).toMatchObject({
        kind: 'overlap',
        overlaps: [{ kind: 'waiting', id: wanted.id }],
      });
      expect(await bob.claim(intent({ despite: [own] }))).toMatchObject({
        kind: 'overlap',
        overlaps: [{ kind: 'waiting', id: wanted.id }],
      });
    });

    it('have a saved deployment for their own records only', async () => {
      const accounts = ['bob@example.com', null, 'ann@example.com'];
      const values = await bob.getDeploymentValues(accounts.map((account) => ({ ...target, account })));
      expect(values).toMatchObject([saved, saved, null].map((one) => one && { name: one.name }));
    });

    it('cancel at the same time, each at most once', async () => {
      const [anns, bobs] = [intent(), intent()];
      expect((await ann.claim(anns)).kind).toBe('claimed');
      expect((await bob.claim(bobs)).kind).toBe('claimed');
      expect(await ann.claim(intent())).toMatchObject({ kind: 'busy', cancellation: { id: anns.id } });
      expect(await bob.claim(intent())).toMatchObject({ kind: 'busy', cancellation: { id: bobs.id } });
      await ann.settle(anns.id, settlement());
      expect(await bob.claim(intent())).toMatchObject({ kind: 'busy', cancellation: { id: bobs.id } });
      expect((await ann.claim(intent())).kind).toBe('claimed');
    });

    it('claim once, whichever of two consoles of an account is first', async () => {
      const again = await context.database.open('live', undefined, 'ANN@example.com');
      const claims = await Promise.all(
        [ann, again, bob, ann, again].map(async (store) => (await store.claim(intent())).kind),
      );
      expect(claims.toSorted()).toEqual(['busy', 'busy', 'busy', 'claimed', 'claimed']);
    });

    it('count what names no account as their own', async () => {
      const old = await cancel(earlier, { requestedAt: stopped });
      for (const store of [ann, bob]) {
        expect(await shown(store)).toEqual({ last: old, newest: [old] });
        expect(await store.claim(intent({ despite: [] }))).toMatchObject({
          kind: 'overlap',
          overlaps: [{ id: old }],
        });
        const filter = { ...target, account: 'ann@example.com' };
        expect((await store.listCancellations(filter, { limit: 10 })).items).toMatchObject([{ id: old }]);
      }
      const open = intent();
      expect((await earlier.claim(open)).kind).toBe('claimed');
      for (const store of [ann, bob])
        expect(await store.claim(intent())).toMatchObject({ kind: 'busy', cancellation: { id: open.id } });
      await earlier.settle(open.id, settlement());
      const anns = intent();
      expect((await ann.claim(anns)).kind).toBe('claimed');
      expect(await earlier.claim(intent())).toMatchObject({ kind: 'busy', cancellation: { id: anns.id } });
    });
  });
}
