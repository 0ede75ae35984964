import { describe, expect, it } from 'vitest';
import type { SavedListFile } from '../../../contract';
import { unusualText } from './fixtures';
import { useContractDatabase, type OpenDatabase } from './database';

/** What every store promises of the saved list. */
export function savedListContract(open: OpenDatabase): void {
  describe('the saved list', () => {
    const context = useContractDatabase(open);
    const input = { name: 'Main line', environment: 'production', tags: ['a', 'ü'], note: 'one\ntwo' };

    it('knows the other deployments whose IDs differ by leading zeros only, of its own account', async () => {
      const { store, database } = context;
      const live = await database.open('live');
      for (const one of [store, live]) {
        await one.saveApplication('1', { name: 'One' }, { onlyNew: true });
        await one.saveApplication('01', { name: 'Other' }, { onlyNew: true });
        await one.saveDeployment('1', '7', input, { onlyNew: true });
      }
      const of = async (applicationId: string, deploymentId: string) =>
        (await store.findTwins({ applicationId, deploymentId })).map((one) =>
          [one.applicationId, one.deploymentId].join('/'),
        );
      expect(await store.findTwins({ applicationId: '01', deploymentId: '007' })).toEqual([
        { applicationId: '1', deploymentId: '7', environment: 'production', tags: ['a', 'ü'] },
      ]);
      expect([await of('1', '7'), await of('1', '70'), await of('10', '7')]).toEqual([[], [], []]);
      const seen: string[] = [];
      const note = (one: { applicationId: string }) => void seen.push(one.applicationId);
      await store.saveDeployment('01', '07', input, { onlyNew: true }, null, note);
      await store.saveDeployment('01', '07', input, { onlyNew: false }, null, note);
      expect(seen).toEqual(['1', '01']);
      expect(await of('1', '7')).toEqual(['01/07']);
    });

    it('saves, updates, refuses and removes', async () => {
      const { store } = context;
      expect(await store.saveApplication('1', { name: 'One' }, { onlyNew: true })).toBe('created');
      expect(await store.saveApplication('1', { name: 'Two' }, { onlyNew: true })).toBe('exists');
      expect(await store.listApplications()).toEqual([{ applicationId: '1', name: 'One', deployments: [] }]);
      expect(await store.saveApplication('1', { name: 'Two' }, { onlyNew: false })).toBe('updated');
      expect(await store.saveDeployment('9', '7', input, { onlyNew: false })).toBe('no_application');
      const again = { ...input, tags: ['a', 'ü', 'a'] };
      expect(await store.saveDeployment('1', '7', again, { onlyNew: true })).toBe('created');
      expect(await store.getDeploymentView('1', '7')).toMatchObject(input);
      expect(await store.saveDeployment('1', '7', { ...input, name: 'x' }, { onlyNew: true })).toBe('exists');
      expect(await store.listApplications()).toEqual([
        {
          applicationId: '1',
          name: 'Two',
          deployments: [{ applicationId: '1', deploymentId: '7', ...input, lastCancellation: null }],
        },
      ]);
      expect(await store.saveDeployment('1', '7', { name: 'x', environment: 'y' }, { onlyNew: false })).toBe(
        'updated',
      );
      expect((await store.listApplications())[0]?.deployments).toEqual([
        {
          applicationId: '1',
          deploymentId: '7',
          name: 'x',
          environment: 'y',
          tags: [],
          note: null,
          lastCancellation: null,
          environmentChange: { from: 'production', to: 'y', person: null, at: '2026-01-02T00:00:00.000Z' },
        },
      ]);
      const [saved] = await store.listApplications();
      expect(await store.removeDeployment('1', '7')).toEqual(saved?.deployments[0]);
      expect(await store.removeDeployment('1', '7')).toBeNull();
      expect(await store.removeApplication('1')).toEqual({ ...saved, deployments: [] });
      expect(await store.removeApplication('1')).toBeNull();
      expect(await store.listApplications()).toEqual([]);
    });

    it('finds a deployment with its application’s name', async () => {
      const { store } = context;
      await store.saveApplication('1', { name: 'One' }, { onlyNew: true });
      await store.saveDeployment('1', '07', input, { onlyNew: true });
      expect(await store.getDeploymentNames('1', '07')).toEqual({
        applicationId: '1',
        applicationName: 'One',
        deploymentId: '07',
        deploymentName: 'Main line',
        environment: 'production',
        tags: ['a', 'ü'],
      });
      expect(await store.getDeploymentNames('1', '7')).toBeNull();
      expect(await store.getDeploymentNames('01', '07')).toBeNull();
    });

    it('removes the deployments with their application, and never the journal', async () => {
      const { store, addCancellation } = context;
      await store.saveApplication('100', { name: 'One' }, { onlyNew: true });
      await store.saveDeployment('100', '7', input, { onlyNew: true });
      const { id } = await addCancellation();
      await store.removeApplication('100');
      expect(await store.getDeploymentNames('100', '7')).toBeNull();
      await store.saveApplication('100', { name: 'Again' }, { onlyNew: true });
      expect((await store.listApplications())[0]?.deployments).toEqual([]);
      expect(await store.findCancellation(id)).not.toBeNull();
    });

    it('sorts by name without regard to letter case, and numbers by their value', async () => {
      const { store } = context;
      for (const [id, name] of Object.entries({ 1: 'b', 2: 'A', 3: 'C', 4: 'a' }))
        await store.saveApplication(id, { name }, { onlyNew: true });
      for (const [id, name] of Object.entries({ 1: 'y', 2: 'X', 3: 'Line 10', 4: 'Line 9' }))
        await store.saveDeployment('1', id, { ...input, name }, { onlyNew: true });
      const list = await store.listApplications();
      expect(list.map((application) => application.name)).toEqual(['A', 'a', 'b', 'C']);
      expect(list[2]?.deployments.map((deployment) => deployment.name)).toEqual([
        'Line 9',
        'Line 10',
        'X',
        'y',
      ]);
    });

    it('shows each deployment’s newest cancellation, open ones included', async () => {
      const { store, addCancellation } = context;
      await store.saveApplication('100', { name: 'One' }, { onlyNew: true });
      await store.saveApplication('200', { name: 'Two' }, { onlyNew: true });
      for (const [application, deployment] of [
        ['100', '7'],
        ['100', '8'],
        ['200', '7'],
      ] as const)
        await store.saveDeployment(application, deployment, input, { onlyNew: true });
      await addCancellation({ requestedAt: '2026-05-01T00:00:00.000Z' });
      const newest = await addCancellation({ requestedAt: '2026-04-01T00:00:00.000Z' }, null);
      const other = await addCancellation({ deploymentId: '8' });
      const list = await store.listApplications();
      const last = list.flatMap(({ deployments }) => deployments.map((d) => d.lastCancellation));
      expect(last).toHaveLength(3);
      expect(last).toEqual(expect.arrayContaining([newest, other, null]));
    });

    it('keeps every text byte for byte', async () => {
      const { store } = context;
      await store.saveApplication('100', { name: unusualText }, { onlyNew: true });
      await store.saveDeployment(
        '100',
        '7',
        { name: unusualText, environment: unusualText, tags: [unusualText], note: unusualText },
        { onlyNew: true },
      );
      const [application] = await store.listApplications();
      expect(application?.name).toBe(unusualText);
      expect(application?.deployments[0]).toMatchObject({
        name: unusualText,
        environment: unusualText,
        tags: [unusualText],
        note: unusualText,
      });
    });

    it('notes each change as an event, and no event where nothing changed', async () => {
      const { database, listEventRows } = context;
      const dated = await database.open('sandbox', () => new Date('2026-02-02T00:00:00.000Z'));
      await dated.saveApplication('1', { name: 'One' }, { onlyNew: true });
      await dated.saveApplication('1', { name: 'Two' }, { onlyNew: true });
      await dated.saveDeployment('9', '7', input, { onlyNew: true });
      await dated.removeDeployment('1', '7');
      await dated.removeApplication('9');
      expect(await listEventRows()).toEqual([
        {
          realm: 'sandbox',
          type: 'applications',
          kind: 'changed',
          cancellation_id: null,
          at: '2026-02-02T00:00:00.000Z',
          person: null,
        },
      ]);
      await dated.saveDeployment('1', '7', input, { onlyNew: true });
      await dated.removeDeployment('1', '7');
      await dated.removeApplication('1');
      expect(await listEventRows()).toHaveLength(4);
    });
  });

  describe('seeding', () => {
    const context = useContractDatabase(open);
    const list: SavedListFile['applications'] = [
      {
        applicationId: '1',
        name: 'One',
        deployments: [{ deploymentId: '2', name: 'Two', environment: 'staging', tags: ['t'] }],
      },
    ];

    it('writes the list once, even if a person emptied it since', async () => {
      const { store, listEventRows } = context;
      await store.seed(list);
      await store.seed(list);
      expect(await store.listApplications()).toMatchObject([
        { name: 'One', deployments: [{ name: 'Two', tags: ['t'], note: null }] },
      ]);
      expect(await listEventRows()).toHaveLength(1);
      await store.removeApplication('1');
      await store.seed(list);
      expect(await store.listApplications()).toEqual([]);
    });

    it('is counted for each realm', async () => {
      const { database, store } = context;
      await store.seed(list);
      const live = await database.open('live');
      await live.seed(list);
      expect(await live.listApplications()).toHaveLength(1);
    });
  });
}
