import { describe, expect, it } from 'vitest';
import type { ChangeFilters, DeploymentValues } from '../../../contract';
import { intent, unusualText } from './fixtures';
import { useContractDatabase, type OpenDatabase } from './database';

/** What every store promises of the changes on record. */
export function changeContract(open: OpenDatabase): void {
  describe('changes', () => {
    const context = useContractDatabase(open);
    const input = { name: 'Main line', environment: 'production', tags: ['a', 'ü'], note: unusualText };
    const values = { ...input, protectedReason: null };
    const list = async (filter: ChangeFilters = {}) =>
      (await context.store.listChanges(filter, { limit: 100 })).items.toReversed();

    it('say what was saved, changed and removed, by whom, with what stood before and after', async () => {
      const { store } = context;
      await store.saveApplication('1', { name: unusualText }, { onlyNew: true }, 'Ann');
      await store.saveDeployment('1', '7', input, { onlyNew: true }, 'Ann');
      await store.saveDeployment('1', '7', { ...input, environment: 'staging' }, { onlyNew: false }, 'Bob');
      await store.removeDeployment('1', '7', unusualText);
      await store.saveApplication('1', { name: 'Two' }, { onlyNew: false });
      const common = { account: null, applicationId: '1', detail: null, partOf: null };
      const at = '2026-01-02T00:00:00.000Z';
      expect(await list()).toMatchObject(
        [
          {
            kind: 'application_saved',
            person: 'Ann',
            deploymentId: null,
            before: null,
            after: { name: unusualText },
          },
          { kind: 'deployment_saved', person: 'Ann', deploymentId: '7', before: null, after: values },
          {
            kind: 'deployment_saved',
            person: 'Bob',
            deploymentId: '7',
            before: values,
            after: { ...values, environment: 'staging' },
          },
          {
            kind: 'deployment_removed',
            person: unusualText,
            deploymentId: '7',
            before: { ...values, environment: 'staging' },
            after: null,
            // It would be told of if the deployment was saved again.
            detail: {
              environmentBefore: 'production',
              environmentChangedTo: 'staging',
              environmentChangedBy: 'Bob',
              environmentChangedAt: at,
            },
          },
          {
            kind: 'application_saved',
            person: null,
            deploymentId: null,
            before: { name: unusualText },
            after: { name: 'Two' },
          },
        ].map((change) => ({ ...common, at, ...change })),
      );
    });

    it('say nothing where nothing was changed', async () => {
      const { store } = context;
      await store.saveApplication('1', { name: 'One' }, { onlyNew: true });
      await store.saveDeployment('1', '7', input, { onlyNew: true });
      const before = await list();
      await store.saveApplication('1', { name: 'One' }, { onlyNew: false }, 'Ann');
      await store.saveDeployment('1', '7', input, { onlyNew: false }, 'Ann');
      await store.saveApplication('1', { name: 'Two' }, { onlyNew: true }, 'Ann');
      await store.saveDeployment('9', '7', input, { onlyNew: true }, 'Ann');
      await store.removeDeployment('1', '8', 'Ann');
      await store.removeApplication('9', 'Ann');
      const stale = { ifVersion: -1, applications: [{ applicationId: '2', name: 'x' }], deployments: [] };
      expect(await store.applyListChanges(stale)).toEqual({ kind: 'stale' });
      await store.applyListChanges({ applications: [], deployments: [] });
      expect(await list()).toEqual(before);
    });

    it('tell an import as one, with its parts below it and in the history of each deployment', async () => {
      const { store } = context;
      await store.saveApplication('1', { name: 'One' }, { onlyNew: true });
      for (const id of ['5', '6', '7']) await store.saveDeployment('1', id, input, { onlyNew: true });
      const { tags, note } = input;
      const detail = { format: 'json', added: 2 };
      await store.applyListChanges({
        record: { kind: 'list_imported', person: 'Ann', detail },
        applications: [
          { applicationId: '1', name: 'One' },
          { applicationId: '2', name: 'Two' },
        ],
        deployments: [
          { applicationId: '1', deploymentId: '5', values: { name: 'x', environment: 'y', tags, note } },
          { applicationId: '1', deploymentId: '6', values: { ...input } },
          { applicationId: '1', deploymentId: '7', values: null },
          { applicationId: '2', deploymentId: '8', values: { ...input } },
        ],
      });
      const [whole] = (await list()).slice(-1);
      expect(whole).toMatchObject({ kind: 'list_imported', person: 'Ann', detail, partOf: null });
      const parts = await list({ partOf: String(whole?.seq) });
      expect(parts).toHaveLength(4);
      expect(parts).toMatchObject(parts.map(() => ({ person: 'Ann', at: whole?.at, partOf: whole?.seq })));
      expect(
        parts.map(({ kind, applicationId, deploymentId }) => [kind, applicationId, deploymentId]),
      ).toEqual(
        [
          ['application_saved', '2', null],
          ['deployment_saved', '1', '5'],
          ['deployment_saved', '2', '8'],
          ['deployment_removed', '1', '7'],
        ].map((row) => expect.arrayContaining(row) as unknown),
      );
      expect(await list({ applicationId: '1', deploymentId: '5' })).toMatchObject([
        { before: null, after: values },
        { before: values, after: { name: 'x', environment: 'y', note }, partOf: whole?.seq },
      ]);
      expect(await list({ applicationId: '1', deploymentId: '6' })).toHaveLength(1);
      const everything = await store.listChanges({}, { limit: 100, withParts: true });
      expect(everything.items).toHaveLength((await list()).length + 4);
    });

    it.each([
      ['list_edited', null],
      ['list_restored', { undo: true }],
    ] as const)(
      'tell of %s that changes a single deployment as that one’s own change',
      async (kind, detail) => {
        const { store } = context;
        await store.saveApplication('1', { name: 'One' }, { onlyNew: true });
        await store.saveDeployment('1', '7', input, { onlyNew: true });
        const edit = (edited: DeploymentValues | null, ifVersion?: number) =>
          store.applyListChanges({
            record: { kind, person: 'Ann', detail: { deployments: 1 } },
            ...(ifVersion !== undefined && { ifVersion }),
            applications: [],
            deployments: [{ applicationId: '1', deploymentId: '7', values: edited }],
          });
        const { tags, note } = input;
        const staging = { name: input.name, environment: 'staging', tags, note };
        expect(await edit(staging, -1)).toEqual({ kind: 'stale' });
        expect(await edit(staging)).toEqual({ kind: 'changed' });
        expect(await edit(staging)).toEqual({ kind: 'changed' });
        expect(await edit(null)).toEqual({ kind: 'changed' });
        const common = { person: 'Ann', applicationId: '1', deploymentId: '7', detail, partOf: null };
        const after = { ...values, environment: 'staging' };
        expect((await list()).slice(2)).toMatchObject([
          { ...common, kind: 'deployment_saved', before: values, after },
          {
            ...common,
            kind: 'deployment_removed',
            before: after,
            after: null,
            detail: { ...detail, environmentBefore: 'production' },
          },
        ]);
        expect((await list()).slice(2)).toHaveLength(2);
      },
    );

    it('of an application that is removed name each of its deployments', async () => {
      const { store } = context;
      await store.saveApplication('1', { name: 'One' }, { onlyNew: true });
      for (const id of ['5', '6']) await store.saveDeployment('1', id, input, { onlyNew: true });
      await store.removeApplication('1', 'Ann');
      const [whole] = (await list()).slice(-1);
      expect(whole).toMatchObject({
        kind: 'application_removed',
        person: 'Ann',
        applicationId: '1',
        before: { name: 'One' },
        detail: { deployments: 2 },
      });
      expect(await list({ partOf: String(whole?.seq) })).toMatchObject(
        ['5', '6'].map((deploymentId) => ({ kind: 'deployment_removed', deploymentId, before: values })),
      );
    });

    it('follow one another, also where an edit of many and others come at once', async () => {
      const { store, database } = context;
      await store.saveApplication('1', { name: 'One' }, { onlyNew: true });
      const ids = Array.from({ length: 1200 }, (_, index) => String(1000 + index));
      const edit = (name: string) =>
        store.applyListChanges({
          applications: [],
          deployments: ids.map((deploymentId) => ({
            applicationId: '1',
            deploymentId,
            values: { ...input, note: null, name },
          })),
        });
      await edit('first');
      const saveNow = async (name: string) => {
        for (const id of ['1000', '1600', '2199'])
          await store.saveDeployment('1', id, { ...input, name }, { onlyNew: false });
      };
      await Promise.all([edit('second'), saveNow('a'), edit('third'), saveNow('b')]);
      for (const deploymentId of ['1000', '1600', '2199', '1001']) {
        const changes = await list({ applicationId: '1', deploymentId });
        expect(changes.map(({ before }) => before)).toEqual([
          null,
          ...changes.slice(0, -1).map(({ after }) => after),
        ]);
        expect(changes.at(-1)?.after).toMatchObject({
          name: (await store.getDeploymentView('1', deploymentId))?.name,
        });
      }
      const stale = { ifVersion: -1, applications: [{ applicationId: '2', name: 'x' }], deployments: [] };
      expect(await store.applyListChanges(stale)).toEqual({ kind: 'stale' });
      // Nothing is left of what was written down in vain.
      const [row] = await database.query(
        'SELECT count(*) AS parts FROM changes c WHERE part_of IS NOT NULL AND part_of NOT IN (SELECT parts FROM changes WHERE parts IS NOT NULL)',
      );
      expect(Number(row?.['parts'])).toBe(0);
    });

    it('never change, and are deleted by nobody', async () => {
      const { store, database } = context;
      await store.recordChange({ kind: 'configuration_changed', person: null, after: { rules: [] } });
      for (const text of [`UPDATE changes SET person = 'x'`, 'DELETE FROM changes'])
        await expect(database.query(text)).rejects.toThrow(/never changes/);
      expect(await list()).toMatchObject([{ person: null, after: { rules: [] } }]);
    });

    it('are found by kind, subject, entry, person and time, page by page', async () => {
      const { database } = context;
      let now = new Date('2026-01-01T00:00:00.000Z');
      const store = await database.open('sandbox', () => now);
      await store.recordChange({ kind: 'sign_in_refused', person: null, detail: { name: 'Eve' } });
      await store.recordChange({
        kind: 'action_refused',
        person: 'Ann',
        applicationId: '1',
        deploymentId: '7',
        detail: { code: 'protected' },
      });
      now = new Date('2026-01-05T00:00:00.000Z');
      await store.saveApplication('1', { name: 'One' }, { onlyNew: true }, 'Ann');
      await store.recordChange({ kind: 'configuration_changed', person: null });
      const kinds = async (filter: ChangeFilters) => (await list(filter)).map(({ kind }) => kind);
      expect(await kinds({ kind: 'action_refused' })).toEqual(['action_refused']);
      expect(await kinds({ subject: 'access' })).toEqual(['sign_in_refused', 'action_refused']);
      expect(await kinds({ subject: 'list' })).toEqual(['application_saved']);
      expect(await kinds({ person: 'Ann' })).toEqual(['action_refused', 'application_saved']);
      expect(await kinds({ applicationId: '1' })).toEqual(['action_refused', 'application_saved']);
      expect(await kinds({ applicationId: '1', deploymentId: '7' })).toEqual(['action_refused']);
      expect(await kinds({ from: '2026-01-05T00:00:00.000Z' })).toHaveLength(2);
      expect(await kinds({ to: '2026-01-05T00:00:00.000Z' })).toHaveLength(2);
      const first = await store.listChanges({}, { limit: 3 });
      const rest = await store.listChanges({}, { limit: 3, cursor: first.nextCursor ?? '' });
      expect(rest.nextCursor).toBeNull();
      expect([...first.items, ...rest.items]).toEqual((await list()).toReversed());
      await expect(store.listChanges({}, { limit: 3, cursor: 'x' })).rejects.toThrow(/cursor/);
    });

    it('name the account, and are those of one realm', async () => {
      const { database } = context;
      const live = await database.open('live', undefined, 'Ops@example.com');
      await live.saveApplication('1', { name: 'One' }, { onlyNew: true }, 'Ann');
      expect((await live.listChanges({}, { limit: 10 })).items).toMatchObject([
        { account: 'ops@example.com' },
      ]);
      expect(await list()).toEqual([]);
    });

    it('tell who signed in and out', async () => {
      const { database } = context;
      const store = await database.open('sandbox', () => new Date('2026-01-01T00:00:00.000Z'));
      const session = {
        via: 'link',
        person: 'Ann',
        role: 'support',
        tokenHash: 'secret',
        expiresAt: '2026-01-02T00:00:00.000Z',
      } as const;
      await store.openSession('one', session);
      await store.closeSession('one', 'another');
      await store.closeSession('one', 'another');
      expect(await list()).toMatchObject([
        { kind: 'signed_in', person: 'Ann', detail: { via: 'link', role: 'support' } },
        { kind: 'signed_out', person: 'Ann', detail: { session: 'another' } },
      ]);
      expect(JSON.stringify(await list())).not.toContain('secret');
    });
  });

  describe('a protected deployment', () => {
    const context = useContractDatabase(open);
    const input = { name: 'Main line', environment: 'production' };

    it('is claimed by nobody until somebody takes the protection off', async () => {
      const { store } = context;
      await store.saveApplication('100', { name: 'One' }, { onlyNew: true });
      await store.saveDeployment(
        '100',
        '7',
        { ...input, protectedReason: unusualText },
        { onlyNew: true },
        'Ann',
      );
      const protection = { reason: unusualText, person: 'Ann', at: '2026-01-02T00:00:00.000Z' };
      expect(await store.getDeploymentView('100', '7')).toMatchObject({ protection });
      expect(await store.getDeploymentValues([{ applicationId: '100', deploymentId: '7' }])).toMatchObject([
        { protectedReason: unusualText },
      ]);
      const wanted = intent();
      for (const despite of [null, []])
        expect(await store.claim({ ...wanted, despite })).toEqual({ kind: 'protected', reason: unusualText });
      expect(await store.findCancellation(wanted.id)).toBeNull();
      expect((await store.claim(intent({ deploymentId: '8' }))).kind).toBe('claimed');
      // A save that does not speak of it leaves it as it is.
      await store.saveDeployment('100', '7', { ...input, name: 'x' }, { onlyNew: false }, 'Bob');
      expect(await store.getDeploymentView('100', '7')).toMatchObject({ name: 'x', protection });
      await store.saveDeployment('100', '7', { ...input, protectedReason: null }, { onlyNew: false }, 'Bob');
      expect(await store.getDeploymentView('100', '7')).not.toHaveProperty('protection');
      expect((await store.claim(wanted)).kind).toBe('claimed');
      await store.saveDeployment('100', '7', { ...input, protectedReason: 'x' }, { onlyNew: false }, 'Ann');
      const { items } = await store.listChanges({ applicationId: '100', deploymentId: '7' }, { limit: 9 });
      expect(items.map(({ kind, person }) => [kind, person])).toEqual([
        ['deployment_protected', 'Ann'],
        ['deployment_unprotected', 'Bob'],
        ['deployment_saved', 'Bob'],
        // A new one was added, whatever it has.
        ['deployment_saved', 'Ann'],
      ]);
      expect(items.at(-1)).toMatchObject({ before: null, after: { protectedReason: unusualText } });
    });

    it('is one of its own account only, and can be protected by an import', async () => {
      const { store, database } = context;
      const live = await database.open('live', undefined, 'Ops@example.com');
      for (const one of [store, live]) {
        await one.saveApplication('100', { name: 'One' }, { onlyNew: true });
        await one.saveDeployment('100', '7', input, { onlyNew: true });
      }
      await live.applyListChanges({
        record: { kind: 'list_imported', person: 'Ann' },
        applications: [],
        deployments: [
          {
            applicationId: '100',
            deploymentId: '7',
            values: { ...input, tags: [], note: null, protectedReason: 'Audit' },
          },
        ],
      });
      expect(await live.claim(intent())).toEqual({ kind: 'protected', reason: 'Audit' });
      expect((await store.claim(intent())).kind).toBe('claimed');
      expect(await live.getDeploymentView('100', '7')).toMatchObject({ protection: { person: 'Ann' } });
    });
  });

  describe('a deployment’s environment', () => {
    const context = useContractDatabase(open);
    const production = { name: 'Main line', environment: 'Production' };
    const staging = { ...production, environment: 'Staging' };
    const at = '2026-01-02T00:00:00.000Z';

    it('names the one before it, also after a removal', async () => {
      const { store } = context;
      await store.saveApplication('1', { name: 'One' }, { onlyNew: true });
      await store.saveDeployment('1', '7', production, { onlyNew: true }, 'Ann');
      expect(await store.getDeploymentView('1', '7')).not.toHaveProperty('environmentChange');
      await store.saveDeployment('1', '7', staging, { onlyNew: false }, 'Bob');
      const environmentChange = { from: 'Production', to: 'Staging', person: 'Bob', at };
      expect(await store.getDeploymentView('1', '7')).toMatchObject({ environmentChange });
      await store.saveDeployment('1', '7', { ...staging, name: 'x' }, { onlyNew: false }, 'Ann');
      expect(await store.getDeploymentView('1', '7')).toMatchObject({ environmentChange });

      await store.saveDeployment('1', '8', production, { onlyNew: true }, 'Ann');
      await store.removeDeployment('1', '8', 'Ann');
      await store.applyListChanges({
        record: { kind: 'list_imported', person: 'Eve' },
        applications: [],
        deployments: [
          { applicationId: '1', deploymentId: '8', values: { ...staging, tags: [], note: null } },
        ],
      });
      expect(await store.getDeploymentView('1', '8')).toMatchObject({
        environmentChange: { from: 'Production', to: 'Staging', person: 'Eve', at },
      });
    });

    const days = (count: number) => new Date(Date.parse(at) + count * 86_400_000);
    /** The console on a day: changes the deployment 7, and says what the dialog tells of it. */
    async function openAt(day: number, nonProduction: string[] = []) {
      const store = await context.database.open('sandbox', () => days(day), '', nonProduction);
      const ids = { applicationId: '1', deploymentId: '7' };
      return {
        store,
        put: (environment: string, person: string) =>
          store.saveDeployment('1', '7', { name: 'Main line', environment }, { onlyNew: false }, person),
        list: (kind: 'list_imported' | 'list_edited' | 'list_restored', environment: string | null) =>
          store.applyListChanges({
            record: { kind, person: kind },
            applications: [{ applicationId: '1', name: 'One' }],
            deployments: [
              {
                ...ids,
                values:
                  environment === null ? null : { name: 'Main line', environment, tags: [], note: null },
              },
            ],
          }),
        told: async () => {
          const change = (await store.getDeploymentView('1', '7'))?.environmentChange;
          if (change === undefined) return null;
          const { from, to, person, at: when } = change;
          return `${from} to ${to} by ${String(person)} at ${when}`;
        },
      };
    }
    const told = `Production to Staging by Ann at ${at}`;

    it('names production for as long as a change out of it is less than a week old', async () => {
      const { put, told: tells, list, store } = await openAt(0);
      await store.saveApplication('1', { name: 'One' }, { onlyNew: true });
      await put('Production', 'Eve');
      await put('Staging', 'Ann');
      const next = await openAt(1);
      for (const environment of ['test', ' STAGING ', 'sandbox']) {
        await next.put(environment, 'Bob');
        expect(await tells()).toBe(told);
      }
      for (const kind of ['list_imported', 'list_edited', 'list_restored'] as const) {
        await list(kind, `development`);
        await list(kind, `staging`);
        expect(await tells()).toBe(told);
      }
      await next.put('prod-eu', 'Bob');
      expect(await tells()).toBe(`staging to prod-eu by Bob at ${days(1).toISOString()}`);
      await next.put('test', 'Cas');
      expect(await tells()).toBe(`prod-eu to test by Cas at ${days(1).toISOString()}`);
    });

    it('names production after an import of many, also where another change comes first', async () => {
      const { store } = await openAt(0);
      const list = (environment: string) =>
        store.applyListChanges({
          record: { kind: 'list_imported', person: 'Ann' },
          applications: [{ applicationId: '1', name: 'One' }],
          deployments: Array.from({ length: 1_100 }, (_, index) => ({
            applicationId: '1',
            deploymentId: String(index),
            values: { name: 'Main line', environment, tags: [], note: null },
          })),
        });
      await list('Production');
      const relabelled = { name: 'Main line', environment: 'test' };
      await Promise.all([
        list('Staging'),
        store.saveDeployment('1', '7', relabelled, { onlyNew: false }, 'Bob'),
      ]);
      const changes = (await store.listApplications())[0]?.deployments.map(
        ({ environmentChange }) => environmentChange,
      );
      expect(changes).toHaveLength(1_100);
      for (const change of changes ?? []) expect(change).toMatchObject({ from: 'Production', at });
    });

    it('names the newest change only, once the one out of production is a week old', async () => {
      const { store, put } = await openAt(0);
      await store.saveApplication('1', { name: 'One' }, { onlyNew: true });
      await put('Production', 'Eve');
      await put('Staging', 'Ann');
      const later = await openAt(8);
      await later.put('test', 'Bob');
      expect(await later.told()).toBe(`Staging to test by Bob at ${days(8).toISOString()}`);
      await later.put('staging', 'Cas');
      expect(await later.told()).toBe(`test to staging by Cas at ${days(8).toISOString()}`);
    });

    it.each(['remove', 'edit', 'import', 'application'])(
      'names production also after a removal (%s), whatever it is saved as again',
      async (way) => {
        const { store, put, list, told: tells } = await openAt(0);
        await store.saveApplication('1', { name: 'One' }, { onlyNew: true });
        await put('Production', 'Eve');
        await put('Staging', 'Ann');
        const next = await openAt(1);
        for (const environment of ['Staging', 'test', 'Test', 'sandbox']) {
          if (way === 'remove') await next.store.removeDeployment('1', '7', 'Bob');
          else if (way === 'application') await next.store.removeApplication('1', 'Bob');
          else await next.list(way === 'edit' ? 'list_edited' : 'list_imported', null);
          expect(await tells()).toBeNull();
          if (way === 'import') await next.list('list_imported', environment);
          else if (way === 'edit') await next.list('list_restored', environment);
          else {
            await next.store.saveApplication('1', { name: 'One' }, { onlyNew: false });
            await next.put(environment, 'Cas');
          }
          expect(await tells()).toBe(told);
        }
        await list('list_edited', null);
        const later = await openAt(9);
        await later.store.saveApplication('1', { name: 'One' }, { onlyNew: false });
        await later.put('staging', 'Cas');
        expect(await later.told()).toBeNull();
      },
    );

    it('counts as production unless the configuration says otherwise, in any letter case', async () => {
      const { store, put, told: tells } = await openAt(0, ['Prüfung']);
      await store.saveApplication('1', { name: 'One' }, { onlyNew: true });
      await put('Production', 'Eve');
      await put('PRÜFUNG', 'Ann');
      const outOfProduction = `Production to PRÜFUNG by Ann at ${at}`;
      await put('test', 'Bob');
      expect(await tells()).toBe(outOfProduction);
      await put('PRÜFUNG', 'Bob');
      expect(await tells()).toBe(outOfProduction);
      const other = await openAt(8, ['Prüfung']);
      await other.put('test', 'Bob');
      await other.put('staging', 'Cas');
      expect(await other.told()).toBe(`test to staging by Cas at ${days(8).toISOString()}`);
      const unconfigured = await openAt(8);
      await unconfigured.put('prüfung', 'Dee');
      await unconfigured.put('test', 'Eve');
      await unconfigured.put('staging', 'Fay');
      expect(await unconfigured.told()).toBe(`prüfung to test by Eve at ${days(8).toISOString()}`);
    });
  });
}
