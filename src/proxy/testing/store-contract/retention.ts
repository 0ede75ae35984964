import { describe, expect, it } from 'vitest';
import { intent, newId, settlement } from './fixtures';
import { useContractDatabase, type OpenDatabase } from './database';

/** What every store promises of records and changes that leave. */
export function retentionContract(open: OpenDatabase): void {
  describe('retention', () => {
    const context = useContractDatabase(open);
    const old = { requestedAt: '2025-01-01T00:00:00.000Z' };
    const before = '2026-01-01T00:00:00.000Z';

    it('lets settled records go, the oldest first, with their history, and nothing else', async () => {
      const { store, database, addCancellation, listIds } = context;
      const live = await database.open('live');
      const first = await addCancellation({ ...old, requestedAt: '2024-01-01T00:00:00.000Z' });
      const second = await addCancellation(old);
      const running = await addCancellation(old, null);
      const recent = await addCancellation({ deploymentId: '8' });
      const others = intent({ ...old, id: newId() });
      await live.claim(others);
      await live.settle(others.id, settlement());
      expect(await store.forget('records', before, 1)).toBe(1);
      expect(await listIds({})).toEqual([recent.id, running.id, second.id]);
      expect(await store.forget('records', before, 10)).toBe(1);
      expect(await store.forget('records', before, 10)).toBe(0);
      expect(await listIds({})).toEqual([recent.id, running.id]);
      expect(await store.findCancellation(first.id)).toBeNull();
      expect(await store.history(first.id)).toEqual([]);
      expect(await live.findCancellation(others.id)).not.toBeNull();
      expect((await store.listCancellations({ q: 'reminders' }, { limit: 10 })).items).toHaveLength(2);
      const { items } = await store.listChanges({ kind: 'retention_applied' }, { limit: 10 });
      expect(items).toMatchObject([
        { person: null, detail: { records: 1, before } },
        { person: null, detail: { records: 1, before } },
      ]);
      await expect(database.query(`DELETE FROM cancellations WHERE id = '${recent.id}'`)).rejects.toThrow(
        /never changes/,
      );
    });

    it('keeps a record whose outcome somebody has to confirm, until somebody has', async () => {
      const { store, addCancellation, listIds } = context;
      const { id } = await addCancellation({ ...old, review: { dueAt: before, byAnother: true } });
      expect(await store.forget('records', before, 10)).toBe(0);
      expect(await listIds({})).toEqual([id]);
      await store.confirm(id, { person: 'Bob', at: before, note: null });
      expect(await store.forget('records', before, 10)).toBe(1);
    });

    it('lets a batch go with its last record', async () => {
      const { store } = context;
      await store.saveApplication('100', { name: 'Reminders' }, { onlyNew: true });
      const values = { name: 'Main line', environment: 'production' };
      await store.saveDeployment('100', '7', values, { onlyNew: true });
      const id = newId();
      const target = { applicationId: '100', deploymentId: '7', cancellationId: newId() };
      await store.createBatch({
        id,
        person: 'Ann',
        reason: null,
        pauseMs: 0,
        despite: [],
        targets: [target],
        ...old,
      });
      await store.claim(intent({ ...old, id: target.cancellationId, batchId: id }));
      await store.settle(target.cancellationId, settlement());
      expect(await store.forget('records', before, 10)).toBe(1);
      expect(await store.findBatch(id)).not.toBeNull();
      await store.endBatch(id, { state: 'finished', stopReason: null, finishedAt: old.requestedAt });
      expect(await store.forget('records', before, 10)).toBe(1);
      expect(await store.findBatch(id)).toBeNull();
    });

    it('lets old changes go, and keeps the newer ones', async () => {
      const { database } = context;
      let now = new Date('2025-01-01T00:00:00.000Z');
      const store = await database.open('sandbox', () => now);
      for (const name of ['a', 'b', 'c'])
        await store.saveApplication('1', { name }, { onlyNew: false }, 'Ann');
      now = new Date('2026-06-01T00:00:00.000Z');
      await store.saveApplication('1', { name: 'd' }, { onlyNew: false }, 'Ann');
      expect(await store.forget('changes', before, 2)).toBe(2);
      expect(await store.forget('changes', before, 2)).toBe(1);
      expect(await store.forget('changes', before, 2)).toBe(0);
      const { items } = await store.listChanges({}, { limit: 10 });
      expect(items.map(({ kind }) => kind)).toEqual([
        'retention_applied',
        'retention_applied',
        'application_saved',
      ]);
      await expect(database.query('DELETE FROM changes')).rejects.toThrow(/never changes/);
    });
  });
}
