import { describe, expect, it } from 'vitest';
import { createQueue, type CallQueue } from './calls';

const start = 1_475_095_892_000;
const minute = 60_000;

function count(queue: CallQueue, from: number, to: number, now: number): Record<string, number> {
  const counts: Record<string, number> = {};
  for (let number = from; number <= to; number += 1) {
    const status = queue.find(`7${String(number).padStart(4, '0')}`, now)?.status ?? 'none';
    counts[status] = (counts[status] ?? 0) + 1;
  }
  return counts;
}

describe('createQueue', () => {
  it('moves its calls along as time passes', () => {
    const queue = createQueue('7', 36, start);
    expect(count(queue, 1, 36, start)).toEqual({ queued: 36 });
    expect(count(queue, 1, 36, start + 1_000)).toEqual({ dialing: 3, queued: 33 });
    expect(count(queue, 1, 36, start + 21_000)).toEqual({ connected: 3, queued: 33 });
    expect(count(queue, 1, 36, start + 61_000)).toEqual({ completed: 3, dialing: 3, queued: 30 });
    expect(count(queue, 1, 36, start + 15 * minute)).toEqual({ completed: 36 });
  });

  it.each([1, 12, 14, 15, 36, 42, 500])('dials all of %i calls before the next round', (calls) => {
    const queue = createQueue('7', calls, start);
    expect(count(queue, 1, calls, start + 15 * minute - 1)['queued']).toBeUndefined();
  });

  it('empties the queue, and calls being dialed or connected go on', () => {
    const queue = createQueue('7', 36, start);
    queue.cancel(start + 61_000);
    expect(count(queue, 1, 36, start + 61_000)).toEqual({ completed: 3, dialing: 3, canceled: 30 });
    expect(count(queue, 1, 36, start + 81_000)).toEqual({ completed: 3, connected: 3, canceled: 30 });
    expect(count(queue, 1, 36, start + 14 * minute)).toEqual({ completed: 6, canceled: 30 });
  });

  it('keeps the first time when cancelled again in the same round', () => {
    const queue = createQueue('7', 36, start);
    queue.cancel(start + 500);
    queue.cancel(start + 2 * minute);
    expect(queue.find('70036', start + 3 * minute)?.events.at(-1)).toEqual({
      event: 'canceled',
      timestamp: start / 1000,
    });
  });

  it('is refilled every 15 minutes, and a later cancel empties that round too', () => {
    const queue = createQueue('7', 36, start);
    queue.cancel(start);
    const next = start + 15 * minute;
    expect(count(queue, 37, 72, next - 1)).toEqual({ none: 36 });
    expect(count(queue, 1, 72, next)).toEqual({ canceled: 36, queued: 36 });
    queue.cancel(next);
    expect(count(queue, 1, 72, next + minute)).toEqual({ canceled: 72 });
  });

  it('still finds old calls after years, without a delay', () => {
    const queue = createQueue('7', 36, start);
    const later = start + 20 * 365 * 24 * 60 * minute;
    expect(queue.find('70001', later)?.status).toBe('completed');
    expect(queue.find(`7${20 * 365 * 24 * 4 * 36 + 36}`, later)?.status).toBe('queued');
  });

  it('forgets the oldest cancellation beyond a thousand', () => {
    const queue = createQueue('7', 1, start);
    for (let round = 0; round <= 1_000; round += 1) queue.cancel(start + round * 15 * minute);
    const later = start + 1_001 * 15 * minute;
    expect(queue.find('70001', later)?.status).toBe('completed');
    expect(queue.find('70002', later)?.status).toBe('canceled');
    expect(queue.find('71001', later)?.status).toBe('canceled');
  });

  it.each([
    '',
    '7',
    '70000',
    '700001',
    '7001',
    '7 001',
    '70x01',
    '7-001',
    '71e00',
    '80001',
    `7${'9'.repeat(400)}`,
  ])('does not know the call ID %j', (id) => {
    expect(createQueue('7', 36, start).find(id, start)).toBeUndefined();
  });

  it('has no calls where the campaign has none, nor before its start', () => {
    expect(createQueue('7', 0, start).find('70001', start)).toBeUndefined();
    expect(createQueue('7', 36, start).find('70001', start - 1)).toBeUndefined();
  });
});
