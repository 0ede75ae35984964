import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Batch } from '../../../contract';
import { InvalidCursor, type NewBatch } from '../../store/store';
import { consoleStopped, intent, newId, settlement, stopped, unusualText } from './fixtures';
import { useContractDatabase, type OpenDatabase } from './database';

/** What every store promises of batches. */
export function batchContract(open: OpenDatabase): void {
  describe('batches', () => {
    const context = useContractDatabase(open);
    const saved = { name: 'Main line', environment: 'production' };
    const at = '2026-01-02T00:00:00.000Z';

    async function begin(more: Partial<NewBatch> = {}) {
      const { store } = context;
      await store.saveApplication('100', { name: 'Reminders' }, { onlyNew: false });
      for (const id of ['7', '8', '9']) await store.saveDeployment('100', id, saved, { onlyNew: false });
      return {
        id: newId(),
        person: 'Ann',
        reason: unusualText,
        requestedAt: at,
        pauseMs: 0,
        despite: null,
        targets: ['7', '8', '9'].map((deploymentId) => ({
          applicationId: '100',
          deploymentId,
          cancellationId: newId(),
        })),
        ...more,
      };
    }

    async function created(more: Partial<NewBatch> = {}) {
      const { store } = context;
      const result = await store.createBatch(await begin(more));
      if (result.kind !== 'created') throw new Error(`The answer was ${result.kind}.`);
      return result.batch;
    }

    const intentOf = (batch: Batch, index: number) => {
      const target = batch.targets[index];
      if (target === undefined) throw new Error('There is no such target.');
      const { cancellationId: id, deploymentId } = target;
      return intent({ id, deploymentId, batchId: batch.id });
    };
    const states = async ({ id }: Batch) =>
      (await context.store.findBatch(id))?.targets.map(
        ({ state, notTriedReason }) => notTriedReason ?? state,
      );

    it('are fixed with their names, in either realm by themselves', async () => {
      const { database, store } = context;
      const wanted = await begin();
      const first = await store.createBatch(wanted);
      await store.saveDeployment('100', '7', { name: 'x', environment: 'y' }, { onlyNew: false });
      await store.removeDeployment('100', '8');
      expect(first).toMatchObject({
        kind: 'created',
        batch: {
          id: wanted.id,
          reason: unusualText,
          state: 'running',
          counts: { total: 3, waiting: 3, done: 0, notTried: 0 },
          targets: wanted.targets.map((target, index) => ({
            ...target,
            position: index + 1,
            applicationName: 'Reminders',
            deploymentName: 'Main line',
            environment: 'production',
            state: 'waiting',
          })),
        },
      });
      expect(await store.createBatch(wanted)).toEqual({ ...first, kind: 'known' });
      const live = await database.open('live');
      expect(await live.findBatch(wanted.id)).toBeNull();
      expect(await live.createBatch(wanted)).toEqual({ kind: 'foreign' });
      expect(await live.listBatches({ limit: 10 })).toEqual({ items: [], nextCursor: null });
    });

    it('are checked as they are saved, and nothing is written where the check throws', async () => {
      const { store, listEventRows } = context;
      const wanted = await begin();
      const before = await listEventRows();
      const seen: unknown[] = [];
      const refuse = store.createBatch({
        ...wanted,
        check(saved) {
          seen.push(
            ...saved.map(({ deploymentName, environment, tags }) => [deploymentName, environment, tags]),
          );
          throw new Error('not like this');
        },
      });
      await expect(refuse).rejects.toThrow('not like this');
      expect(seen).toEqual(wanted.targets.map(() => ['Main line', 'production', []]));
      expect(await store.findBatch(wanted.id)).toBeNull();
      expect(await listEventRows()).toEqual(before);
    });

    it('have no target claimed that is not saved any more as it was confirmed', async () => {
      const { store } = context;
      const batch = await created();
      const claimFirst = () => store.claim(intentOf(batch, 0));
      const changes = [{ environment: 'staging' }, { name: 'Other line' }];
      for (const change of changes) {
        await store.saveDeployment('100', '7', { ...saved, ...change }, { onlyNew: false });
        expect(await claimFirst()).toEqual({ kind: 'changed' });
      }
      await store.saveDeployment('100', '7', saved, { onlyNew: false });
      await store.saveApplication('100', { name: 'Surveys' }, { onlyNew: false });
      expect(await claimFirst()).toEqual({ kind: 'changed' });
      await store.saveApplication('100', { name: 'Reminders' }, { onlyNew: false });
      await store.removeDeployment('100', '7');
      expect(await claimFirst()).toEqual({ kind: 'not_saved' });
      expect(await store.findCancellation(intentOf(batch, 0).id)).toBeNull();
      // Neither its tags nor its note name it.
      await store.saveDeployment('100', '7', { ...saved, tags: ['x'], note: 'y' }, { onlyNew: false });
      expect((await claimFirst()).kind).toBe('claimed');
    });

    it('are not made of what is not saved', async () => {
      const { store, listEventRows } = context;
      const wanted = await begin();
      const targets = [
        { applicationId: '1', deploymentId: '7', cancellationId: newId() },
        ...wanted.targets,
        { applicationId: '100', deploymentId: '70', cancellationId: newId() },
      ];
      const before = await listEventRows();
      expect(await store.createBatch({ ...wanted, targets })).toEqual({
        kind: 'not_saved',
        indices: [0, 4],
      });
      expect(await store.findBatch(wanted.id)).toBeNull();
      expect(await listEventRows()).toEqual(before);
    });

    it('are begun once, however many ask at once', async () => {
      const { database, store } = context;
      const second = await database.open();
      const wanted = await begin();
      const results = await Promise.all(
        Array.from({ length: 12 }, (_, index) => (index % 2 ? store : second).createBatch(wanted)),
      );
      expect(results.filter(({ kind }) => kind === 'created')).toHaveLength(1);
      expect(results.filter(({ kind }) => kind === 'known')).toHaveLength(11);
    });

    it('tell their targets by the journal, which is found by the batch', async () => {
      const { store, addCancellation, listIds } = context;
      const batch = await created();
      expect(await states(batch)).toEqual(['waiting', 'waiting', 'waiting']);
      const claim = await store.claim(intentOf(batch, 0));
      expect(claim).toMatchObject({ kind: 'claimed', cancellation: { batchId: batch.id } });
      expect(await states(batch)).toEqual(['current', 'waiting', 'waiting']);
      expect((await store.findBatch(batch.id))?.current).toMatchObject({ position: 1 });
      await store.settle(intentOf(batch, 0).id, settlement());
      await store.skipTarget(
        batch.id,
        2,
        { reason: 'in_progress', blockedBy: { id: newId(), person: 'Bob' } },
        at,
      );
      expect(await states(batch)).toEqual(['done', 'in_progress', 'waiting']);
      expect(await store.canContinue(batch.id)).toBe(true);
      await addCancellation({ deploymentId: '8' });
      expect(await listIds({ batchId: batch.id })).toEqual([intentOf(batch, 0).id]);
      expect(await listIds({ batchId: batch.id, q: 'ann', outcome: 'accepted' })).toHaveLength(1);
      expect(await listIds({ batchId: newId() })).toEqual([]);
    });

    it('claim nothing out of turn', async () => {
      const { store, listIds } = context;
      const batch = await created();
      const other = await created();
      expect(await store.claim(intent({ id: intentOf(batch, 0).id }))).toEqual({ kind: 'out_of_turn' });
      expect(await store.claim({ ...intentOf(batch, 0), batchId: other.id })).toEqual({
        kind: 'out_of_turn',
      });
      expect(await store.claim({ ...intentOf(batch, 0), deploymentId: '8' })).toEqual({
        kind: 'out_of_turn',
      });
      expect(await store.claim(intent({ batchId: batch.id }))).toEqual({ kind: 'out_of_turn' });
      await store.skipTarget(
        batch.id,
        1,
        { reason: 'in_progress', blockedBy: { id: newId(), person: 'Bob' } },
        at,
      );
      expect(await store.claim(intentOf(batch, 0))).toEqual({ kind: 'out_of_turn' });
      expect(await listIds({})).toEqual([]);
      expect((await store.claim(intentOf(batch, 1))).kind).toBe('claimed');
      expect(await store.claim(intentOf(other, 1))).toMatchObject({ kind: 'busy' });
    });

    it('are refused where another running batch has a target waiting and `despite` does not name it', async () => {
      const { database, store, listEventRows } = context;
      const first = await created({ person: 'Ada' });
      await store.claim(intentOf(first, 0));
      await store.skipTarget(
        first.id,
        2,
        { reason: 'in_progress', blockedBy: { id: newId(), person: 'Bob' } },
        at,
      );
      const wanted = await begin({ despite: [] });
      const before = await listEventRows();
      const overlap = {
        applicationId: '100',
        deploymentId: '9',
        kind: 'waiting',
        id: first.id,
        person: 'Ada',
        at,
      };
      expect(await store.createBatch(wanted)).toEqual({ kind: 'overlap', overlaps: [overlap] });
      expect(await store.findBatch(wanted.id)).toBeNull();
      expect(await listEventRows()).toEqual(before);
      expect(await store.claim(intent({ deploymentId: '9', despite: [newId()] }))).toEqual({
        kind: 'overlap',
        overlaps: [overlap],
      });
      const despite = [first.id];
      expect((await store.createBatch({ ...wanted, despite })).kind).toBe('created');
      // Its own turn comes, whoever else has it waiting.
      const turn = await store.claim({ ...intentOf(first, 2), despite: [] });
      expect(turn.kind).toBe('claimed');
      const live = await database.open('live');
      await live.saveApplication('100', { name: 'Reminders' }, { onlyNew: false });
      for (const id of ['7', '8', '9']) await live.saveDeployment('100', id, saved, { onlyNew: false });
      const theirs = await begin({ despite: [] });
      expect((await live.createBatch(theirs)).kind).toBe('created');
    });

    it('leave each deployment to one of many that begin at the same time', async () => {
      const { database, store } = context;
      const second = await database.open();
      const wanted = await Promise.all(Array.from({ length: 12 }, () => begin({ despite: [] })));
      const singles = Array.from({ length: 12 }, () => intent({ deploymentId: '8', despite: [] }));
      const results = await Promise.all([
        ...wanted.map((one, index) => (index % 2 ? store : second).createBatch(one)),
        ...singles.map((one, index) => (index % 2 ? store : second).claim(one)),
      ]);
      const kinds = results.map(({ kind }) => kind);
      expect(kinds.slice(0, 12).filter((kind) => kind === 'created')).toHaveLength(1);
      expect(kinds.slice(0, 12).filter((kind) => kind === 'overlap')).toHaveLength(11);
      expect(kinds.slice(12).filter((kind) => kind === 'claimed').length).toBeLessThanOrEqual(1);
    });

    it('are refused, as a single cancellation is, what was accepted within five minutes', async () => {
      const { store, addCancellation } = context;
      const accepted = await addCancellation(
        { deploymentId: '8', person: 'Bob' },
        { settledAt: '2026-01-02T00:00:00.000Z' },
      );
      await addCancellation({ deploymentId: '9' }, { outcome: 'refused' });
      const overlap = {
        applicationId: '100',
        deploymentId: '8',
        kind: 'accepted',
        id: accepted.id,
        person: 'Bob',
        at: '2026-01-02T00:00:00.000Z',
      };
      const soon = '2026-01-02T00:04:59.999Z';
      const refused = { kind: 'overlap', overlaps: [overlap] };
      const again = intent({ deploymentId: '8', requestedAt: soon, despite: [] });
      expect(await store.createBatch(await begin({ requestedAt: soon, despite: [] }))).toEqual(refused);
      expect(await store.claim(again)).toEqual(refused);
      // What was refused in between does not hide it.
      await addCancellation(
        { deploymentId: '8', requestedAt: soon, despite: [accepted.id] },
        { outcome: 'refused', settledAt: soon },
      );
      expect(await store.claim(again)).toEqual(refused);
      expect((await store.claim(intent({ ...again, applicationId: '101' }))).kind).toBe('claimed');
      const late = { requestedAt: '2026-01-02T00:05:00.000Z', despite: [] };
      expect((await store.claim(intent({ deploymentId: '8', ...late }))).kind).toBe('claimed');
    });

    it('pass by what was accepted for somebody else since they began, unless they knew', async () => {
      const { store } = context;
      const first = await created({ person: 'Ada', despite: [] });
      const knowing = await created({ person: 'Bob', despite: [first.id] });
      await store.claim({ ...intentOf(first, 0), despite: [] });
      const { id } = await store.settle(intentOf(first, 0).id, settlement({ settledAt: at }));
      const theirs = { ...intentOf(knowing, 0), requestedAt: at };
      expect(await store.claim({ ...theirs, despite: [] })).toMatchObject({
        kind: 'overlap',
        overlaps: [{ kind: 'accepted', id, person: 'Ann' }],
      });
      expect((await store.claim({ ...theirs, despite: [first.id] })).kind).toBe('claimed');
      await store.skipTarget(
        knowing.id,
        2,
        { reason: 'recently_accepted', blockedBy: { id, person: 'Ann' } },
        at,
      );
      expect(await states(knowing)).toEqual(['current', 'recently_accepted', 'waiting']);
    });

    it('are over at once when stopped between two targets', async () => {
      const { store } = context;
      const batch = await created();
      const stopping = await store.stopBatch(batch.id, 'Bob', stopped);
      expect(stopping).toMatchObject({
        state: 'stopped',
        stoppedBy: 'Bob',
        stopReason: 'stopped',
        finishedAt: stopped,
      });
      expect(await states(batch)).toEqual(['stopped', 'stopped', 'stopped']);
      expect(await store.canContinue(batch.id)).toBe(false);
      expect(await store.claim(intentOf(batch, 0))).toEqual({ kind: 'out_of_turn' });
      expect(await store.stopBatch(batch.id, 'Eve', at)).toEqual(stopping);
      await store.endBatch(batch.id, { state: 'finished', stopReason: null, finishedAt: at });
      expect(await store.findBatch(batch.id)).toEqual(stopping);
      expect(await store.stopBatch(newId(), 'Eve', at)).toBeNull();
    });

    it('wait for the target that is being cancelled when they are stopped', async () => {
      const { store } = context;
      const batch = await created();
      await store.claim(intentOf(batch, 0));
      expect(await store.stopBatch(batch.id, 'Bob', at)).toMatchObject({
        state: 'running',
        stoppedBy: 'Bob',
      });
      expect(await store.canContinue(batch.id)).toBe(false);
      expect(await store.claim(intentOf(batch, 1))).toEqual({ kind: 'out_of_turn' });
      await store.settle(intentOf(batch, 0).id, settlement());
      await store.endBatch(batch.id, { state: 'finished', stopReason: null, finishedAt: stopped });
      expect(await store.findBatch(batch.id)).toMatchObject({ state: 'stopped', finishedAt: stopped });
      expect(await states(batch)).toEqual(['done', 'stopped', 'stopped']);
    });

    it('never change once they are over, whoever tries', async () => {
      const { database, store } = context;
      const batch = await created();
      await store.endBatch(batch.id, { state: 'stopped', stopReason: 'fuse_401', finishedAt: stopped });
      expect(await states(batch)).toEqual(['fuse_401', 'fuse_401', 'fuse_401']);
      await expect(database.query(`UPDATE batches SET state = 'running' RETURNING id`)).rejects.toThrow(
        'never changes',
      );
    });

    it('are listed newest first, page by page', async () => {
      const { store } = context;
      const ids: string[] = [];
      for (let index = 0; index < 5; index += 1) ids.unshift((await created()).id);
      const first = await store.listBatches({ limit: 3 });
      const second = await store.listBatches({ limit: 3, cursor: first.nextCursor ?? '' });
      expect([...first.items, ...second.items].map(({ id }) => id)).toEqual(ids);
      expect(second.nextCursor).toBeNull();
      await expect(store.listBatches({ limit: 3, cursor: 'x' })).rejects.toBeInstanceOf(InvalidCursor);
    });

    const step = fc.oneof(
      fc.constantFrom('claim', 'skip', 'stop', 'end'),
      fc.constantFrom('accepted', 'refused', 'not_sent', 'unknown'),
    );
    it('say the same in a list and in their events as by themselves, at every step', async () => {
      const { store } = context;
      const check = async (batch: Batch) => {
        const { targets, ...summary } = (await store.findBatch(batch.id)) ?? batch;
        expect((await store.listBatches({ limit: 1 })).items).toEqual([summary]);
        const told = await store.listEvents((await store.lastEvent()) - 1, 1);
        expect(told).toMatchObject([{ type: 'batch', data: summary }]);
        return { targets, summary };
      };
      await fc.assert(
        fc.asyncProperty(fc.array(step, { maxLength: 9 }), async (steps) => {
          const batch = await created();
          let { targets, summary } = await check(batch);
          for (const deed of steps) {
            const index = targets.findIndex(({ state }) => state === 'waiting');
            if (deed === 'stop') await store.stopBatch(batch.id, 'Bob', at);
            else if (deed === 'end')
              await store.endBatch(batch.id, { state: 'finished', stopReason: null, finishedAt: at });
            else if (deed === 'claim' && index >= 0 && summary.current === null)
              await store.claim(intentOf(batch, index));
            else if (deed === 'skip' && index >= 0)
              await store.skipTarget(
                batch.id,
                index + 1,
                { reason: 'in_progress', blockedBy: { id: newId(), person: 'Bob' } },
                at,
              );
            else if (deed !== 'claim' && deed !== 'skip' && summary.current !== null)
              await store.settle(summary.current.cancellationId, settlement({ outcome: deed }));
            ({ targets, summary } = await check(batch));
          }
          // What is left open would be in the way of the next run.
          if (summary.current !== null) await store.settle(summary.current.cancellationId, settlement());
        }),
        { numRuns: 25 },
      );
    });

    it('leave alone what this console itself runs when it recovers', async () => {
      const { store } = context;
      const batch = await created();
      expect(await store.recover(consoleStopped)).toBe(0);
      expect((await store.findBatch(batch.id))?.state).toBe('running');
    });
  });
}
