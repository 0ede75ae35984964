import { expect, it, vi } from 'vitest';
import type { Log } from '../../run/log';
import type { Store } from '../../store/store';
import { watchReviews } from './overdue-reviews';

const now = () => new Date('2026-01-02T03:04:05.000Z');

it('looks again and again, by the clock of the console, and logs a failure once', async () => {
  const log = vi.fn<Log>();
  let failing = 3;
  const markOverdueReviews = vi.fn<Store['markOverdueReviews']>(() =>
    (failing -= 1) < 0 ? Promise.resolve(0) : Promise.reject(new Error('the database is away')),
  );
  const watch = watchReviews({ store: { markOverdueReviews }, now, log, pauseMs: 1 });
  await vi.waitFor(() => expect(markOverdueReviews.mock.calls.length).toBeGreaterThan(4));
  watch.stop();
  const looks = markOverdueReviews.mock.calls.length;
  expect(markOverdueReviews).toHaveBeenLastCalledWith('2026-01-02T03:04:05.000Z');
  expect(log.mock.calls.map(([event]) => event)).toEqual(['reviews_not_marked']);
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(markOverdueReviews.mock.calls.length).toBeLessThanOrEqual(looks + 1);
});
