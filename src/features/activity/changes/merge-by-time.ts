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

const keyOf = (entry: Entry) => (entry.kind === 'change' ? entry.change.seq : entry.record.id);

/**
 * The entries in the order in which they are held, each as it is now, and the older ones that were loaded since below
 * them. `changes`: how many newer ones are held back.
 */
export function holdEntries(
  held: readonly Entry[],
  present: readonly Entry[],
): { entries: readonly Entry[]; changes: number } {
  if (held === present || held.length === 0) return { entries: present, changes: 0 };
  const now = new Map(present.map((entry) => [keyOf(entry), entry]));
  const known = new Set(held.map(keyOf));
  const oldest = held.at(-1)?.at ?? '';
  const others = present.filter((entry) => !known.has(keyOf(entry)));
  const older = others.filter(({ at }) => at <= oldest);
  return {
    entries: [...held.map((entry) => now.get(keyOf(entry)) ?? entry), ...older],
    changes: others.length - older.length,
  };
}
