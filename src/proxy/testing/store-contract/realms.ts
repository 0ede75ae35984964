import { beforeEach, describe, expect, it } from 'vitest';
import type { Store } from '../../store/store';
import { intent, settlement, stopped } from './fixtures';
import { useContractDatabase, type OpenDatabase } from './database';

/** What every store promises of the two realms of one database. */
export function realmContract(open: OpenDatabase): void {
  describe('realms', () => {
    const context = useContractDatabase(open);
    let live: Store;
    beforeEach(async () => {
      const { database } = context;
      live = await database.open('live');
    });

    it('share no list', async () => {
      const { store } = context;
      await store.saveApplication('1', { name: 'Practice' }, { onlyNew: true });
      expect(await live.listApplications()).toEqual([]);
      expect(await live.saveApplication('1', { name: 'Real' }, { onlyNew: true })).toBe('created');
      expect(await live.saveDeployment('1', '7', { name: 'n', environment: 'e' }, { onlyNew: true })).toBe(
        'created',
      );
      expect(await store.getDeploymentNames('1', '7')).toBeNull();
      expect(await store.removeApplication('1')).not.toBeNull();
      expect(await live.listApplications()).toMatchObject([{ name: 'Real', deployments: [{ name: 'n' }] }]);
    });

    it('give each account a list of its own', async () => {
      const { database } = context;
      // As a console of an older release left it.
      await live.saveApplication('1', { name: 'Old' }, { onlyNew: true });
      await live.saveDeployment('1', '7', { name: 'n', environment: 'e' }, { onlyNew: true });
      await live.saveApplication('2', { name: 'Empty' }, { onlyNew: true });
      const ann = await database.open('live', undefined, 'Ann@example.com');
      const bob = await database.open('live', undefined, 'bob@example.com');
      expect(await ann.listApplications()).toMatchObject([
        { name: 'Empty', deployments: [] },
        { name: 'Old', deployments: [{ deploymentId: '7' }] },
      ]);
      // Once, though a second account has started since.
      expect((await live.listChanges({ kind: 'list_taken_over' }, { limit: 10 })).items).toMatchObject([
        { person: null, account: 'ann@example.com', detail: { applications: 2 } },
      ]);
      expect(await live.listApplications()).toEqual([]);
      expect(await bob.listApplications()).toEqual([]);
      expect(await bob.getDeploymentNames('1', '7')).toBeNull();
      expect(await bob.getDeploymentValues([{ applicationId: '1', deploymentId: '7' }])).toEqual([null]);
      expect(await bob.saveApplication('1', { name: 'New' }, { onlyNew: true })).toBe('created');
      await bob.applyListChanges({
        applications: [{ applicationId: '1', name: 'Newer' }],
        deployments: [
          {
            applicationId: '1',
            deploymentId: '7',
            values: { name: 'b', environment: 'e', tags: [], note: null },
          },
        ],
      });
      expect(await bob.getDeploymentNames('1', '7')).toMatchObject({ deploymentName: 'b' });
      const again = await database.open('live', undefined, 'ANN@example.com');
      expect(await again.getDeploymentNames('1', '7')).toMatchObject({
        applicationName: 'Old',
        deploymentName: 'n',
      });
      await bob.removeApplication('1');
      expect(await ann.findApplication('1')).toMatchObject({ deployments: [{ name: 'n' }] });
    });

    it('share no journal, no claim and no outcome', async () => {
      const { store, addCancellation } = context;
      const wanted = intent();
      await live.saveApplication('100', { name: 'x' }, { onlyNew: true });
      await live.saveDeployment('100', '7', { name: 'n', environment: 'e' }, { onlyNew: true });
      await addCancellation(wanted, null);
      expect(await live.claim(wanted)).toEqual({ kind: 'foreign' });
      expect(await live.findCancellation(wanted.id)).toBeNull();
      expect(await live.listCancellations({}, { limit: 10 })).toEqual({ items: [], nextCursor: null });
      expect((await live.listCancellations({ q: 'reminders' }, { limit: 10 })).items).toEqual([]);
      expect((await live.listApplications())[0]?.deployments[0]?.lastCancellation).toBeNull();
      await expect(live.settle(wanted.id, settlement())).rejects.toThrow(/no cancellation/);
      expect((await store.findCancellation(wanted.id))?.outcome).toBeNull();
      expect((await live.claim(intent())).kind).toBe('claimed');
    });

    it('share no session', async () => {
      const { database } = context;
      const session = {
        via: 'link',
        person: 'Ann',
        role: 'operator',
        tokenHash: 't',
        expiresAt: stopped,
      } as const;
      const past = await database.open('sandbox', () => new Date(0));
      await past.openSession('h', session);
      expect(await (await database.open('live', () => new Date(0))).findSession('h')).toBeNull();
      expect(await past.findSession('h')).toMatchObject(session);
    });
  });
}
