import * as fc from 'fast-check';
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { classify } from '../../fuse/classify';
import type { Exchange, Fuse } from '../../fuse/fuse';
import { accepted, asOperator, noRules } from '../../testing/test-app';
import { consoleStopped } from '../../testing/store-contract/fixtures';
import { storeOn } from '../../store/open';
import { openSqlite } from '../../store/sqlite/sqlite-store';
import type { Store } from '../../store/store';
import { createBatches } from './batches';
import { createCancellations } from '../cancellations/cancellations';
import { createReaper } from '../cancellations/reaper';

const answers = [202, 202, 202, 202, 202, 404, 500, 401, 429, 'lost', 'refused', 'throws'] as const;

function exchangeOf(answer: (typeof answers)[number]): Exchange {
  if (answer === 'lost') return { kind: 'not_answered', cause: 'connection_lost', sentAt: null };
  if (answer === 'throws') throw new TypeError('a fault in the client');
  if (answer === 'refused') return { kind: 'not_connected', cause: 'connection_refused' };
  return { ...accepted, status: answer };
}

const plan = fc.record({
  size: fc.integer({ min: 2, max: 6 }),
  answers: fc.array(
    fc.record({ answer: fc.constantFrom(...answers), delay: fc.integer({ min: 0, max: 4 }) }),
    {
      minLength: 1,
      maxLength: 12,
    },
  ),
  pauseMs: fc.constantFrom(0, 3),
  deeds: fc.array(
    fc.record({
      after: fc.integer({ min: 0, max: 12 }),
      deed: fc.constantFrom('stop', 'crash', 'single', 'single', 'again', 'shutDown', 'lose', 'fail'),
      target: fc.integer({ min: 0, max: 5 }),
    }),
    { maxLength: 4 },
  ),
});

type Plan = typeof plan extends fc.Arbitrary<infer T> ? T : never;

const now = () => new Date();
const log = () => undefined;
const metrics = { cancellation: () => undefined };

/** One run of a batch with what may befall it; the answer names every promise that is broken. */
async function live({ size, answers: script, pauseMs, deeds }: Plan, folder: string): Promise<string[]> {
  /** So many answers to the next writes are lost: what stands alone is committed all the same. */
  let losing = 0;
  /** So many outcomes are not written at all. */
  let failing = 0;
  const open = async () => {
    const backend = await openSqlite(`file:${join(folder, 'console.db')}`, now);
    const writes = new WeakSet<object>();
    const db = backend.db.withPlugin({
      transformQuery({ node, queryId }) {
        if (node.kind === 'InsertQueryNode' || node.kind === 'UpdateQueryNode') writes.add(queryId);
        return node;
      },
      async transformResult({ queryId, result }) {
        if (!writes.has(queryId) || losing === 0) return result;
        losing -= 1;
        throw new Error('connection lost');
      },
    });
    const opened = storeOn({ ...backend, db }, 'live', now);
    const settle = opened.settle.bind(opened);
    opened.settle = (...settled) =>
      failing-- > 0 ? Promise.reject(new Error('disk full')) : settle(...settled);
    return opened;
  };
  /** Records for which a DELETE was sent, in order; the batch's status codes beside them. */
  const sent: { id: string; batchId: string | null; status: number | null; outcome: string }[] = [];
  const broken: string[] = [];
  let store: Store = await open();

  const fuse: Fuse = {
    host: 'fuse.test',
    async cancelCalls(applicationId, deploymentId) {
      const mine = store;
      const step = script[sent.length % script.length] ?? { answer: 202, delay: 0 };
      const entry = {
        id: '',
        batchId: null as string | null,
        status: null as number | null,
        outcome: 'unknown',
      };
      // A process that is gone sends nothing: its store is closed.
      const open = await mine.listCancellations(
        { outcome: 'open', applicationId, deploymentId },
        { limit: 9 },
      );
      sent.push(entry);
      if (open.items.length !== 1)
        broken.push(`${open.items.length} intents of ${deploymentId} at its DELETE`);
      const [record] = open.items;
      if (record) Object.assign(entry, { id: record.id, batchId: record.batchId });
      await wait(step.delay);
      const exchange = exchangeOf(step.answer);
      entry.outcome = classify(exchange).outcome;
      if (exchange.kind === 'answered') entry.status = exchange.status;
      return exchange;
    },
    getCallStatus: () => Promise.resolve({ kind: 'not_connected', cause: 'connection_refused' }),
  };
  const begin = () => {
    const reaper = createReaper({ store, now, log, sweepMs: 1 });
    const cancellations = createCancellations({ ...noRules, store, reaper, fuse, now, log, metrics });
    const options = { ...noRules, store, cancellations, reaper, now, log, batchPauseMs: pauseMs, retryMs: 1 };
    return { cancellations, reaper, batches: createBatches(options) };
  };
  let own = begin();

  await store.saveApplication('1', { name: 'A' }, { onlyNew: false });
  const targets = Array.from({ length: size }, (_, n) => ({ applicationId: '1', deploymentId: `${n}` }));
  for (const { deploymentId } of targets)
    await store.saveDeployment(
      '1',
      deploymentId,
      { name: deploymentId, environment: 'x' },
      { onlyNew: false },
    );

  const id = randomUUID();
  await own.batches.start(id, { targets }, asOperator('Ann'));
  const singles: Promise<unknown>[] = [];
  let allowedAfterStop: Set<string> | null = null;
  for (const { after, deed, target } of [...deeds].sort((a, b) => a.after - b.after)) {
    await wait(after);
    const one = targets[target % size];
    if (deed === 'single' && one) {
      singles.push(own.cancellations.cancel(randomUUID(), one, asOperator('Bob')).catch(() => undefined));
    } else if (deed === 'again') {
      await own.batches.start(id, { targets }, asOperator('Ann')).catch(() => undefined);
    } else if (deed === 'stop') {
      const stopped = await own.batches.stop(id, asOperator('Bob')).catch(() => null);
      if (stopped === null) continue;
      allowedAfterStop ??= new Set(
        stopped.targets
          .filter(({ state }) => state !== 'not_tried' && state !== 'waiting')
          .map((t) => t.cancellationId),
      );
    } else if (deed === 'lose') {
      losing = 1 + (target % 4);
    } else if (deed === 'fail') {
      failing = 1 + (target % 4);
    } else if (deed === 'shutDown') {
      await own.batches.shutDown();
    } else if (deed === 'crash') {
      const dying = own;
      losing = 0;
      await store.close();
      // The old process is gone; here it only finds its store closed.
      void dying.batches.shutDown();
      dying.reaper.stop();
      store = await open();
      await store.recover(consoleStopped);
      own = begin();
    }
  }
  await Promise.all(singles);
  await own.batches.idle();
  await own.cancellations.idle();
  losing = 0;
  failing = 0;
  await own.reaper.sweep();
  if (deeds.some(({ deed }) => deed === 'shutDown')) {
    // A console that is being stopped leaves it to the next start to end a batch that it could not end.
    await store.close();
    store = await open();
    await store.recover(consoleStopped);
  }

  const ids = sent.map((entry) => entry.id);
  if (new Set(ids).size !== ids.length) broken.push('two DELETEs for one record');
  const batch = await store.findBatch(id);
  const ofBatch = sent.filter(({ batchId }) => batchId === id);
  const end = ofBatch.findIndex(({ status }) => status === 401 || status === 429);
  if (end >= 0 && end < ofBatch.length - 1) broken.push('went on after 401 or 429');
  for (const entry of ofBatch)
    if (allowedAfterStop && !allowedAfterStop.has(entry.id)) broken.push('went on after a stop');
  if (batch?.state === 'running') broken.push('runs for ever');
  for (const target of batch?.targets ?? []) {
    const wasSent = ids.includes(target.cancellationId);
    if (target.state !== 'done' && target.state !== 'not_tried') broken.push(`${target.state} in the end`);
    if (target.state === 'not_tried' && (wasSent || target.cancellation !== null))
      broken.push('tried after all');
    if (target.state === 'done' && !wasSent && target.cancellation?.outcome === 'accepted')
      broken.push('accepted without a DELETE');
    if (wasSent && target.cancellation === null) broken.push('a DELETE without a record');
  }
  const { items } = await store.listCancellations({}, { limit: 200 });
  // Only a crash makes unknown what Fuse has said.
  const outcomes = new Map(items.map((item) => [item.id, item.outcome]));
  if (!deeds.some(({ deed }) => deed === 'crash'))
    for (const { id: one, outcome } of sent)
      if (outcomes.get(one) !== outcome) broken.push(`${outcomes.get(one)}, and Fuse said ${outcome}`);
  for (const { id: one, outcome } of items)
    if (!ids.includes(one) && outcome !== 'not_sent' && outcome !== 'unknown')
      broken.push(`${outcome} without a DELETE`);
  for (const { id: one, outcome } of items) if (outcome === null) broken.push(`${one} is open in the end`);
  for (const { id: one } of sent)
    if (!items.some((item) => item.id === one)) broken.push('a DELETE without an intent');
  own.reaper.stop();
  await store.close();
  return broken;
}

describe('a batch under random failures', () => {
  it('sends no DELETE twice, none without its intent, and marks as not tried only what was not sent', async () => {
    await fc.assert(
      fc.asyncProperty(plan, async (one) => {
        const folder = await mkdtemp(join(tmpdir(), 'console-batch-'));
        try {
          expect(await live(one, folder)).toEqual([]);
        } finally {
          await rm(folder, { recursive: true });
        }
      }),
      { numRuns: 80 },
    );
  }, 300_000);
});
