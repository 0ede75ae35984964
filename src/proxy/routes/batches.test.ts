import { randomUUID } from 'node:crypto';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { batch as batchSchema, batchPage, batchSummary, paths, type Batch } from '../../contract';
import type { Exchange } from '../fuse/fuse';
import { accepted, cancellationOf, openConsole, problemOf, scriptedFuse, tokens } from '../testing/test-app';

const both = [
  { applicationId: '10', deploymentId: '20' },
  { applicationId: '10', deploymentId: '21' },
];

const batchOf = async (response: Response): Promise<Batch> => batchSchema.parse(await response.json());

/** An upstream whose answers wait until they are let go, one by one. */
function gatedFuse(answer: () => Exchange = () => accepted) {
  const waiting: (() => void)[] = [];
  const { fuse, sent } = scriptedFuse(async () => {
    await new Promise<void>((resolve) => waiting.push(resolve));
    return answer();
  });
  return {
    fuse,
    sent,
    letGo: async () => {
      await vi.waitFor(() => expect(waiting.length).toBeGreaterThan(0));
      waiting.shift()?.();
    },
  };
}

afterEach(() => vi.useRealTimers());

describe('PUT /api/batches/{uuid}', () => {
  it('answers at once, cancels one target after another, and records each of them', async () => {
    const { fuse, sent, letGo } = gatedFuse();
    const { ask, app, store } = await openConsole({ overrides: { fuse } });
    const id = randomUUID();
    const put = await ask(paths.batch(id), { method: 'PUT', body: { targets: both, reason: 'wrong list' } });
    expect(put.status).toBe(202);
    expect(await batchOf(put)).toMatchObject({
      id,
      person: 'Sandbox operator',
      reason: 'wrong list',
      state: 'running',
      finishedAt: null,
      counts: { total: 2, waiting: 2, done: 0 },
    });
    await vi.waitFor(() => expect(sent).toEqual(['10/20']));
    const during = await batchOf(await ask(paths.batch(id)));
    expect(during.targets.map(({ state }) => state)).toEqual(['current', 'waiting']);
    expect(during.current).toMatchObject({ deploymentId: '20', deploymentName: 'Payments' });
    await letGo();
    await letGo();
    await app.idle();
    const after = await batchOf(await ask(paths.batch(id.toUpperCase())));
    expect(after).toMatchObject({
      state: 'finished',
      stopReason: null,
      current: null,
      counts: { total: 2, done: 2, accepted: 2, waiting: 0, current: 0, notTried: 0 },
    });
    for (const target of after.targets) {
      expect(target.cancellation).toMatchObject({
        id: target.cancellationId,
        batchId: id,
        person: 'Sandbox operator',
        reason: 'wrong list',
        outcome: 'accepted',
      });
    }
    const { items } = await store.listCancellations({ batchId: id }, { limit: 10 });
    expect(items).toHaveLength(2);
    expect((await store.listCancellations({ batchId: randomUUID() }, { limit: 10 })).items).toEqual([]);
    expect(batchPage.parse(await (await ask(paths.batches)).json()).items).toMatchObject([{ id }]);
  });

  it('answers a repeat with the same batch, and sends nothing again', async () => {
    const { ask, app, sent } = await openConsole();
    const id = randomUUID();
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => ask(paths.batch(id), { method: 'PUT', body: { targets: both } })),
    );
    expect(answers.map(({ status }) => status).sort((a, b) => a - b)).toEqual([200, 200, 200, 200, 202]);
    await app.idle();
    const again = await ask(paths.batch(id.toUpperCase()), { method: 'PUT', body: { targets: both } });
    expect(again.status).toBe(200);
    expect(await batchOf(again)).toMatchObject({ state: 'finished' });
    expect(sent).toEqual(['10/20', '10/21']);
    const other = await ask(paths.batch(id), { method: 'PUT', body: { targets: both.slice(1) } });
    expect(other.status).toBe(409);
    expect((await problemOf(other)).code).toBe('id_reused');
  });

  it('names every target that is not saved, and sends nothing', async () => {
    const { ask, app, sent } = await openConsole();
    const id = randomUUID();
    const targets = [...both, { applicationId: '10', deploymentId: '99' }];
    const answer = await ask(paths.batch(id), { method: 'PUT', body: { targets } });
    expect(answer.status).toBe(404);
    expect(await problemOf(answer)).toMatchObject({
      code: 'not_saved',
      errors: [{ field: 'targets.2' }],
      detail: expect.stringContaining('Deployment 99 of application 10'),
    });
    const several = [{ applicationId: '10', deploymentId: '98' }, ...targets];
    const more = await problemOf(await ask(paths.batch(id), { method: 'PUT', body: { targets: several } }));
    expect(more).toMatchObject({
      errors: [{ field: 'targets.0' }, { field: 'targets.3' }],
      detail: expect.stringContaining('2 of the 4 deployments are not'),
    });
    await app.idle();
    expect(sent).toEqual([]);
    expect((await ask(paths.batch(id))).status).toBe(404);
    const left = await ask(paths.batch(id), { method: 'PUT', body: { targets: both } });
    expect(left.status).toBe(202);
    await app.idle();
  });

  it.each([
    [{ targets: [] }, 'targets'],
    [{ targets: [both[0], both[1], both[0]] }, 'targets.2'],
    [{ targets: [{ applicationId: '10', deploymentId: 'x' }] }, 'targets.0.deploymentId'],
    [{ targets: [{ ...both[0], name: 'x' }] }, 'targets.0.name'],
    [{ targets: both, pauseMs: 0 }, 'pauseMs'],
    [{ targets: both, reason: '\u0000' }, 'reason'],
    [
      { targets: Array.from({ length: 501 }, (_, n) => ({ applicationId: '1', deploymentId: `${n}` })) },
      'targets',
    ],
  ])('refuses %j', async (body, field) => {
    const { ask, sent } = await openConsole();
    const answer = await ask(paths.batch(randomUUID()), { method: 'PUT', body });
    expect(answer.status).toBe(400);
    expect((await problemOf(answer)).errors?.map((error) => error.field)).toContain(field);
    expect(sent).toEqual([]);
  });

  it('may be begun and stopped by operators only', async () => {
    const { ask, sent } = await openConsole({ live: true });
    const headers = { authorization: `Bearer ${tokens.support}` };
    for (const path of [paths.batch(randomUUID()), paths.stopBatch(randomUUID())]) {
      const answer = await ask(path, { method: 'PUT', body: { targets: both }, headers });
      expect(answer.status).toBe(403);
    }
    expect(sent).toEqual([]);
  });

  it.each([
    [401, 'fuse_401'],
    [429, 'fuse_429'],
  ])('stops at the first %i', async (status, code) => {
    const { fuse, sent } = scriptedFuse(() => ({ ...accepted, status }));
    const { ask, app } = await openConsole({ overrides: { fuse } });
    const id = randomUUID();
    await ask(paths.batch(id), { method: 'PUT', body: { targets: both } });
    await app.idle();
    expect(await batchOf(await ask(paths.batch(id)))).toMatchObject({
      state: 'stopped',
      stopReason: code,
      stoppedBy: null,
      counts: { done: 1, refused: 1, notTried: 1 },
      targets: [{ state: 'done' }, { state: 'not_tried', notTriedReason: code, cancellation: null }],
    });
    expect(sent).toEqual(['10/20']);
  });

  it('skips a target that another person is cancelling, names them, and goes on', async () => {
    const { fuse, sent, letGo } = gatedFuse();
    const { ask, app } = await openConsole({ overrides: { fuse } });
    const single = randomUUID();
    const other = ask(paths.cancellation(single), { method: 'PUT', body: both[0] });
    await vi.waitFor(() => expect(sent).toHaveLength(1));
    const id = randomUUID();
    await ask(paths.batch(id), { method: 'PUT', body: { targets: both } });
    await vi.waitFor(() => expect(sent).toHaveLength(2));
    await letGo();
    await letGo();
    await other;
    await app.idle();
    expect(await batchOf(await ask(paths.batch(id)))).toMatchObject({
      state: 'finished',
      counts: { done: 1, notTried: 1 },
      targets: [
        {
          state: 'not_tried',
          notTriedReason: 'in_progress',
          blockedBy: { person: 'Sandbox operator', cancellationId: single },
          cancellation: null,
        },
        { state: 'done' },
      ],
    });
    expect(sent).toEqual(['10/20', '10/21']);
  });

  it('is refused if a target waits in another running batch, unless it names that batch in “despite”', async () => {
    const { fuse, sent, letGo } = gatedFuse();
    const { ask, app } = await openConsole({ overrides: { fuse } });
    const first = randomUUID();
    await ask(paths.batch(first), { method: 'PUT', body: { targets: both } });
    await vi.waitFor(() => expect(sent).toHaveLength(1));
    const second = randomUUID();
    const body = { targets: both.toReversed() };
    const refused = await problemOf(await ask(paths.batch(second), { method: 'PUT', body }));
    expect(refused).toMatchObject({
      status: 409,
      code: 'overlap',
      overlaps: [{ ...both[1], kind: 'waiting', id: first, person: 'Sandbox operator' }],
    });
    expect(refused.detail).toContain('Deployment 21 is in a running batch of Sandbox operator.');
    expect((await ask(paths.batch(second))).status).toBe(404);
    const single = await ask(paths.cancellation(randomUUID()), { method: 'PUT', body: both[1] });
    expect(await problemOf(single)).toMatchObject({ code: 'overlap', overlaps: refused.overlaps });
    expect(sent).toEqual(['10/20']);
    const knowing = { ...body, despite: [first] };
    expect((await ask(paths.batch(second), { method: 'PUT', body: knowing })).status).toBe(202);
    await vi.waitFor(() => expect(sent).toHaveLength(2));
    for (let left = 4; left > 1; left -= 1) await letGo();
    await app.idle();
    // Its turn came while the other one was at it, or was just through.
    const { targets } = await batchOf(await ask(paths.batch(first)));
    expect(targets[1]).toMatchObject({
      state: 'not_tried',
      blockedBy: { person: 'Sandbox operator' },
      cancellation: null,
    });
    expect(sent).toEqual(['10/20', '10/21', '10/20']);
  });

  it('skips a target that was accepted for another person since the batch was confirmed', async () => {
    const { fuse, sent, letGo } = gatedFuse();
    const { ask, app } = await openConsole({ overrides: { fuse } });
    const id = randomUUID();
    await ask(paths.batch(id), { method: 'PUT', body: { targets: both } });
    await vi.waitFor(() => expect(sent).toHaveLength(1));
    const single = randomUUID();
    const answer = ask(paths.cancellation(single), { method: 'PUT', body: { ...both[1], despite: [id] } });
    await vi.waitFor(() => expect(sent).toHaveLength(2));
    // The single one first: the batch waits for its own answer meanwhile.
    await letGo();
    await letGo();
    await answer;
    await app.idle();
    const { targets } = await batchOf(await ask(paths.batch(id)));
    expect(targets[1]).toMatchObject({ state: 'not_tried', blockedBy: { cancellationId: single } });
    expect(sent).toEqual(['10/20', '10/21']);
  });

  it.each([
    ['changed', { environment: 'staging' }],
    ['changed', { name: 'Surveys' }],
    ['protected', { protectedReason: 'Audit' }],
  ] as const)('skips a target that is %s since: %j', async (notTriedReason, change) => {
    const { fuse, letGo, sent } = gatedFuse();
    const { ask, app, store } = await openConsole({ overrides: { fuse } });
    const id = randomUUID();
    await ask(paths.batch(id), { method: 'PUT', body: { targets: both } });
    const values = { name: 'Visits', environment: 'production', ...change };
    await store.saveDeployment('10', '21', values, { onlyNew: false });
    await letGo();
    await app.idle();
    expect(sent).toEqual(['10/20']);
    expect(await batchOf(await ask(paths.batch(id)))).toMatchObject({
      state: 'finished',
      targets: [{ state: 'done' }, { state: 'not_tried', notTriedReason, cancellation: null }],
    });
  });

  it('skips what was renamed with its application or removed since, and goes on with the rest', async () => {
    const { fuse, letGo, sent } = gatedFuse();
    const { ask, app, store } = await openConsole({ overrides: { fuse } });
    await store.saveApplication('11', { name: 'Surveys' }, { onlyNew: true });
    for (const deploymentId of ['30', '31'])
      await store.saveDeployment('11', deploymentId, { name: 'x', environment: 'x' }, { onlyNew: true });
    const id = randomUUID();
    const targets = [...both, ...['30', '31'].map((deploymentId) => ({ applicationId: '11', deploymentId }))];
    await ask(paths.batch(id), { method: 'PUT', body: { targets } });
    await vi.waitFor(() => expect(sent).toHaveLength(1));
    await store.saveApplication('10', { name: 'Reminders 2' }, { onlyNew: false });
    await store.removeDeployment('11', '30');
    await letGo();
    await letGo();
    await app.idle();
    expect(sent).toEqual(['10/20', '11/31']);
    const after = await batchOf(await ask(paths.batch(id)));
    expect(after.targets.map((target) => target.notTriedReason)).toEqual([
      null,
      'changed',
      'not_saved',
      null,
    ]);
  });

  it('is not overtaken by a change that comes between the check and the claim', async () => {
    const { store: inner } = await openConsole();
    const { fuse, sent } = scriptedFuse();
    const store = {
      ...inner,
      claim: async (...args: Parameters<typeof inner.claim>) => {
        if (args[0].deploymentId === '21')
          await inner.saveDeployment('10', '21', { name: 'Visits', environment: 'x' }, { onlyNew: false });
        return inner.claim(...args);
      },
    };
    const { ask, app } = await openConsole({ overrides: { fuse, store } });
    const id = randomUUID();
    await ask(paths.batch(id), { method: 'PUT', body: { targets: both } });
    await app.idle();
    expect(sent).toEqual(['10/20']);
    const { targets } = await batchOf(await ask(paths.batch(id)));
    expect(targets[1]).toMatchObject({ state: 'not_tried', notTriedReason: 'changed' });
  });

  it('refuses the IDs of its targets to other requests', async () => {
    const { fuse, letGo, sent } = gatedFuse();
    const { ask, app } = await openConsole({ overrides: { fuse } });
    const id = randomUUID();
    const { targets } = await batchOf(await ask(paths.batch(id), { method: 'PUT', body: { targets: both } }));
    const answer = await ask(paths.cancellation(targets[1]?.cancellationId ?? ''), {
      method: 'PUT',
      body: both[1],
    });
    expect(answer.status).toBe(409);
    expect((await problemOf(answer)).code).toBe('id_reused');
    await letGo();
    await letGo();
    await app.idle();
    expect(sent).toEqual(['10/20', '10/21']);
  });
});

describe('stopping a batch', () => {
  it('lets the current target finish and names the person who stopped it', async () => {
    const { fuse, sent, letGo } = gatedFuse();
    const { ask, app } = await openConsole({ overrides: { fuse } });
    const id = randomUUID();
    await ask(paths.batch(id), { method: 'PUT', body: { targets: both } });
    await vi.waitFor(() => expect(sent).toHaveLength(1));
    const stopping = await ask(paths.stopBatch(id), { method: 'PUT' });
    expect(await batchOf(stopping)).toMatchObject({
      state: 'running',
      stoppedBy: 'Sandbox operator',
      stopReason: 'stopped',
      finishedAt: null,
    });
    await letGo();
    await app.idle();
    expect(await batchOf(await ask(paths.batch(id)))).toMatchObject({
      state: 'stopped',
      stoppedBy: 'Sandbox operator',
      targets: [{ state: 'done' }, { state: 'not_tried', notTriedReason: 'stopped' }],
    });
    expect(sent).toEqual(['10/20']);
    expect(await batchOf(await ask(paths.stopBatch(id), { method: 'PUT' }))).toMatchObject({
      state: 'stopped',
    });
    expect((await ask(paths.stopBatch(randomUUID()), { method: 'PUT' })).status).toBe(404);
  });

  it('ends the batch at once during a pause', async () => {
    const { fuse, sent } = scriptedFuse();
    const { ask, app } = await openConsole({ overrides: { fuse, batchPauseMs: 60_000 } });
    const id = randomUUID();
    await ask(paths.batch(id), { method: 'PUT', body: { targets: both } });
    await vi.waitFor(async () =>
      expect((await batchOf(await ask(paths.batch(id)))).counts).toMatchObject({ done: 1, waiting: 1 }),
    );
    const stopped = await batchOf(await ask(paths.stopBatch(id), { method: 'PUT' }));
    expect(stopped).toMatchObject({ state: 'stopped', counts: { done: 1, notTried: 1 } });
    await app.idle();
    expect(sent).toEqual(['10/20']);
  });
});

describe('when the console stops', () => {
  it('finishes the current target and marks the batch as interrupted', async () => {
    const { fuse, sent, letGo } = gatedFuse();
    const { ask, app } = await openConsole({ overrides: { fuse } });
    const id = randomUUID();
    await ask(paths.batch(id), { method: 'PUT', body: { targets: both } });
    await vi.waitFor(() => expect(sent).toHaveLength(1));
    const down = app.shutDown(10_000);
    await letGo();
    await down;
    expect(await batchOf(await ask(paths.batch(id)))).toMatchObject({
      state: 'interrupted',
      stopReason: 'console_stopped',
      targets: [{ state: 'done' }, { state: 'not_tried', notTriedReason: 'console_stopped' }],
    });
    expect(sent).toEqual(['10/20']);
  });

  it('does not wait for ever, and sends nothing more when a late answer comes', async () => {
    const { fuse, sent, letGo } = gatedFuse();
    const { ask, app } = await openConsole({ overrides: { fuse } });
    const id = randomUUID();
    await ask(paths.batch(id), { method: 'PUT', body: { targets: both } });
    await vi.waitFor(() => expect(sent).toHaveLength(1));
    await app.shutDown(20);
    expect(await batchOf(await ask(paths.batch(id)))).toMatchObject({
      state: 'interrupted',
      counts: { current: 1, notTried: 1 },
    });
    await letGo();
    await app.idle();
    expect(sent).toEqual(['10/20']);
    expect((await batchOf(await ask(paths.batch(id)))).counts).toMatchObject({ done: 1, notTried: 1 });
  });
});

describe('a batch when the journal fails', () => {
  it('stops if the intent cannot be written, and records that once the journal works again', async () => {
    const { fuse, sent } = scriptedFuse();
    const { store: inner } = await openConsole();
    let broken = false;
    const store = {
      ...inner,
      claim: (...args: Parameters<typeof inner.claim>) =>
        broken ? Promise.reject(new Error('disk')) : inner.claim(...args),
      endBatch: (...args: Parameters<typeof inner.endBatch>) => {
        const failing = broken;
        broken = false;
        return failing ? Promise.reject(new Error('disk')) : inner.endBatch(...args);
      },
    };
    broken = true;
    const { ask, app } = await openConsole({ overrides: { fuse, store } });
    const id = randomUUID();
    await ask(paths.batch(id), { method: 'PUT', body: { targets: both } });
    await app.idle();
    expect(sent).toEqual([]);
    expect(await batchOf(await ask(paths.batch(id)))).toMatchObject({
      state: 'stopped',
      stopReason: 'journal_unavailable',
      counts: { notTried: 2 },
    });
  });

  it('stops if the outcome cannot be written, and leaves nothing open', async () => {
    const { fuse, sent } = scriptedFuse();
    const { store: inner } = await openConsole();
    let failures = 2;
    const store = {
      ...inner,
      settle: (...args: Parameters<typeof inner.settle>) =>
        failures-- > 0 ? Promise.reject(new Error('disk')) : inner.settle(...args),
    };
    const { ask, app } = await openConsole({ overrides: { fuse, store } });
    const id = randomUUID();
    await ask(paths.batch(id), { method: 'PUT', body: { targets: both } });
    await app.idle();
    expect(sent).toEqual(['10/20']);
    const { targets, ...batch } = await batchOf(await ask(paths.batch(id)));
    expect(batch).toMatchObject({ state: 'stopped', stopReason: 'journal_unavailable' });
    expect(targets[1]).toMatchObject({ state: 'not_tried', notTriedReason: 'journal_unavailable' });
    const single = await ask(paths.cancellation(randomUUID()), {
      method: 'PUT',
      body: { ...both[0], despite: [targets[0]?.cancellationId] },
    });
    expect((await cancellationOf(single)).outcome).toBe('accepted');
    const given = (await batchOf(await ask(paths.batch(id)))).targets[0]?.cancellation;
    expect(given).toMatchObject({ outcome: 'accepted', status: 202, journaled: true });
  });
});

describe('a batch during an error of the console itself', () => {
  it('stops at an error of the Fuse client, whose record is unknown', async () => {
    const { fuse } = scriptedFuse(() => Promise.reject(new TypeError('a fault')));
    const { ask, app } = await openConsole({ overrides: { fuse } });
    const id = randomUUID();
    await ask(paths.batch(id), { method: 'PUT', body: { targets: both } });
    await app.idle();
    const batch = await batchOf(await ask(paths.batch(id)));
    expect(batch).toMatchObject({ state: 'stopped', stopReason: 'console_failed', counts: { unknown: 1 } });
    expect(batch.targets[1]).toMatchObject({ state: 'not_tried', notTriedReason: 'console_failed' });
  });

  it('stops at an error of its own, and does not blame the journal for it', async () => {
    const { store: inner } = await openConsole();
    const { fuse, sent } = scriptedFuse();
    const store = { ...inner, canContinue: () => Promise.reject(new TypeError('a fault')) };
    const { ask, app } = await openConsole({ overrides: { fuse, store } });
    const id = randomUUID();
    await ask(paths.batch(id), { method: 'PUT', body: { targets: both } });
    await app.idle();
    expect(await batchOf(await ask(paths.batch(id)))).toMatchObject({ stopReason: 'console_failed' });
    expect(sent).toEqual(['10/20']);
  });
});

describe('a batch whose state cannot be read', () => {
  it('stops, and keeps the outcome of the target that was sent', async () => {
    const { fuse, sent } = scriptedFuse();
    const { store: inner } = await openConsole();
    const store = { ...inner, canContinue: () => Promise.reject(new Error('disk')) };
    const { ask, app, log } = await openConsole({ overrides: { fuse, store } });
    const id = randomUUID();
    await ask(paths.batch(id), { method: 'PUT', body: { targets: both } });
    await app.idle();
    expect(sent).toEqual(['10/20']);
    expect(await batchOf(await ask(paths.batch(id)))).toMatchObject({
      state: 'stopped',
      stopReason: 'journal_unavailable',
      counts: { accepted: 1, notTried: 1 },
    });
    expect(log.join()).not.toContain('batch_target_not_tried');
  });
});

describe('the ID of a batch’s target', () => {
  it('belongs to the batch, also if a person uses it at the same time', async () => {
    const { fuse, sent, letGo } = gatedFuse();
    const { store: inner } = await openConsole();
    let goOn: (() => void) | undefined;
    const store = {
      ...inner,
      // The person's request comes first and is still looking for its deployment when the batch gets there.
      getDeploymentNames: async (...args: Parameters<typeof inner.getDeploymentNames>) => {
        if (args[1] === '21' && goOn === undefined) await new Promise<void>((resolve) => (goOn = resolve));
        return inner.getDeploymentNames(...args);
      },
    };
    const { ask, app } = await openConsole({ overrides: { fuse, store } });
    const id = randomUUID();
    const { targets } = await batchOf(await ask(paths.batch(id), { method: 'PUT', body: { targets: both } }));
    await vi.waitFor(() => expect(sent).toEqual(['10/20']));
    const person = ask(paths.cancellation(targets[1]?.cancellationId ?? ''), {
      method: 'PUT',
      body: both[1],
    });
    await vi.waitFor(() => expect(goOn).toBeDefined());
    await letGo();
    await vi.waitFor(async () => expect((await batchOf(await ask(paths.batch(id)))).counts.done).toBe(1));
    goOn?.();
    expect((await person).status).toBe(409);
    await letGo();
    await app.idle();
    expect(await batchOf(await ask(paths.batch(id)))).toMatchObject({
      state: 'finished',
      counts: { accepted: 2 },
    });
    expect(sent).toEqual(['10/20', '10/21']);
  });
});

describe('a batch that is being written', () => {
  it('is not reported as missing', async () => {
    const { store: inner } = await openConsole();
    let goOn = () => {};
    const store = {
      ...inner,
      createBatch: async (...args: Parameters<typeof inner.createBatch>) => {
        await new Promise<void>((resolve) => (goOn = resolve));
        return inner.createBatch(...args);
      },
    };
    const { ask, app } = await openConsole({ overrides: { store } });
    const id = randomUUID();
    const starting = ask(paths.batch(id), { method: 'PUT', body: { targets: both } });
    await vi.waitFor(async () =>
      expect(await problemOf(await ask(paths.batch(id)))).toMatchObject({ code: 'in_progress' }),
    );
    goOn();
    await starting;
    expect((await ask(paths.batch(id))).status).toBe(200);
    await app.idle();
  });
});

describe('the event stream', () => {
  it('sends each change of a batch, and again after a resume', async () => {
    const { ask, app, store } = await openConsole();
    const before = await store.lastEvent();
    const id = randomUUID();
    await ask(paths.batch(id), { method: 'PUT', body: { targets: both } });
    await app.idle();
    const events = await store.listEvents(before, 100);
    expect(events.map(({ type }) => type)).toEqual([
      'batch',
      ...both.flatMap(() => ['cancellation', 'batch', 'cancellation', 'batch'] as const),
      'batch',
    ]);
    const last = events.at(-1);
    if (last?.type !== 'batch') throw new Error('The last event is not of the batch.');
    expect(batchSummary.parse(last.data)).toMatchObject({ id, state: 'finished', counts: { done: 2 } });
    expect(Object.keys(last.data)).not.toContain('targets');
  });
});
