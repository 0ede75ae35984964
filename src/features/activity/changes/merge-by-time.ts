import type { Cancellation, Change } from '@/contract';

export type Entry =
  { kind: 'change'; at: string; change: Change } | { kind: 'cancellation'; at: string; record: Cancellation };

/**
 * Changes and cancellations on one line of time, the newest first. Where a list has more to come, nothing older than its
 * last entry is shown yet: what is missing would be taken for something that never happened.
 */
export function mergeByTime(
  changes: readonly Change[],
  records: readonly Cancellation[],
  hasMore: { changes: boolean; records: boolean },
): Entry[] {
  const lastChange = hasMore.changes ? (changes.at(-1)?.at ?? '') : '';
  const lastRecord = hasMore.records ? (records.at(-1)?.requestedAt ?? '') : '';
  const from = lastChange > lastRecord ? lastChange : lastRecord;
  const entries: Entry[] = [
    ...changes.map((change): Entry => ({ kind: 'change', at: change.at, change })),
    ...records.map((record): Entry => ({ kind: 'cancellation', at: record.requestedAt, record })),
  ];
  return entries
    .filter(({ at }) => at >= from)
    .toSorted((one, other) => (one.at < other.at ? 1 : one.at > other.at ? -1 : 0));
}
