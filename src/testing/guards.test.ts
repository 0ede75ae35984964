import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { makeApplication, makeBatch, makeCancellation, makeDeployment } from './factories';
import {
  applicationList,
  cancellationPage,
  eventData,
  eventGuards,
  isApplicationList,
  isCancellationPage,
  isProblem,
  isSession,
  problem,
  session,
} from '@/contract';

/** The path of every value below this one. */
function pathsIn(value: unknown): string[][] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => [
    [key],
    ...pathsIn(inner).map((path) => [key, ...path]),
  ]);
}

/** A copy with another value at that path, or without it for undefined. */
function replaced(value: unknown, [key, ...rest]: readonly string[], by: unknown): unknown {
  if (key === undefined || typeof value !== 'object' || value === null) return by;
  const inner = replaced(Reflect.get(value, key), rest, by);
  if (Array.isArray(value)) return value.with(Number(key), inner ?? null);
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, old]) =>
      name !== key ? [[name, old]] : inner === undefined ? [] : [[name, inner]],
    ),
  );
}

const deployments = [
  makeDeployment({
    tags: ['a', 'b'],
    note: 'n',
    lastCancellation: makeCancellation({
      batchId: '0d4b9fd2-26c8-4d42-9a30-0f2bdd4b1f3a',
      reason: 'r',
      confirmation: { person: 'p', at: '2026-01-02T03:04:05.678Z', note: 'n' },
    }),
  }),
  makeDeployment({ tags: [], note: null, lastCancellation: null }),
];

const { targets: _targets, ...batch } = makeBatch(['accepted', 'current', 'not_tried'], {
  reason: 'r',
  finishedAt: '2026-01-02T03:04:05.678Z',
  stoppedBy: 'p',
  stopReason: 'stopped',
});
const runningBatch = {
  ...batch,
  current: {
    ...batch.current,
    notTriedReason: 'in_progress',
    blockedBy: { person: 'p', cancellationId: '0d4b9fd2-26c8-4d42-9a30-0f2bdd4b1f3a' },
  },
};

it.each([
  {
    what: 'a list',
    guard: isApplicationList,
    schema: applicationList,
    good: { items: [makeApplication({ deployments: [] }), makeApplication({ deployments })] },
  },
  {
    what: 'a page of the journal',
    guard: isCancellationPage,
    schema: cancellationPage,
    good: { items: [makeCancellation()], nextCursor: null },
  },
  {
    what: 'an event of a cancellation',
    guard: eventGuards.cancellation,
    schema: eventData.cancellation,
    good: makeCancellation(),
  },
  {
    what: 'an event of the saved list',
    guard: eventGuards.applications,
    schema: eventData.applications,
    good: {},
  },
  { what: 'an event of a batch', guard: eventGuards.batch, schema: eventData.batch, good: runningBatch },
  {
    what: 'a heartbeat',
    guard: eventGuards.heartbeat,
    schema: eventData.heartbeat,
    good: { at: '2026-01-02T03:04:05.678Z', history: 'h', clock: { of: 'database', aheadMs: -9 } },
  },
  {
    what: 'a reset',
    guard: eventGuards.reset,
    schema: eventData.reset,
    good: { history: 'h' },
  },
  {
    what: 'an event that asks for a new stream',
    guard: eventGuards.renew,
    schema: eventData.renew,
    good: {},
  },
  {
    what: 'the first event of a stream',
    guard: eventGuards.connected,
    schema: eventData.connected,
    good: { identity: 'i' },
  },
  {
    what: 'a session',
    guard: isSession,
    schema: session,
    good: {
      person: 'p',
      role: 'operator',
      upstream: { kind: 'live', host: 'h', account: 'a@example.com' },
      canSignOut: true,
      nonProductionEnvironments: ['qa'],
      identity: 'i',
    },
  },
  {
    what: 'a problem',
    guard: isProblem,
    schema: problem,
    good: {
      type: 'about:blank',
      title: 't',
      status: 409,
      detail: 'd',
      code: 'in_progress',
      requestId: 'r',
      errors: [{ field: 'f', message: 'm' }],
      errorCount: 1,
      person: 'p',
      cancellationId: '0d4b9fd2-26c8-4d42-9a30-0f2bdd4b1f3a',
    },
  },
])('$what is accepted exactly if the schema accepts it', ({ guard, schema, good }) => {
  expect(guard(good)).toBe(true);
  const others = fc.oneof(
    fc.constantFrom<unknown>(
      undefined,
      null,
      '',
      '1',
      'x',
      '1'.repeat(21),
      0,
      1.5,
      2 ** 53,
      true,
      [],
      {},
      ['a'],
      [null],
    ),
    fc.constantFrom<unknown>(
      'support',
      'sandbox',
      'accepted',
      'html_answer',
      'running',
      'not_tried',
      'in_progress',
      'fuse_401',
      'conflict',
      '2026-02-30T00:00:00.000Z',
    ),
    fc.jsonValue({ maxDepth: 2 }),
  );
  fc.assert(
    fc.property(fc.constantFrom([], ...pathsIn(good)), others, (path, by) => {
      const other = replaced(good, path, by);
      expect(guard(other)).toBe(schema.safeParse(other).success);
    }),
    { numRuns: 3_000 },
  );
});
