import type { BatchSummary, Cancellation } from '@/contract';

/** What the journal's list is made of. */
export interface JournalContent {
  records: readonly Cancellation[];
  /** Batches of which the journal has nothing. */
  unrecorded: readonly BatchSummary[];
}

/**
 * The journal in the order in which it is held, each record as it is now, and the older ones that were loaded since
 * below them. `changes`: how many are held back, new or gone. `confirmedHere`: records that this page has confirmed,
 * and that a filter may have taken out by that: they stay, and are no change to tell.
 */
export function holdOrder(
  held: JournalContent,
  present: JournalContent,
  confirmedHere: ReadonlyMap<string, Cancellation>,
): JournalContent & { changes: number } {
  if (held === present || held.records.length === 0) return { ...present, changes: 0 };
  const now = new Map(present.records.map((record) => [record.id, record]));
  const isHeld = new Set(held.records.map(({ id }) => id));
  const oldest = held.records.at(-1)?.requestedAt ?? '';
  const others = present.records.filter(({ id }) => !isHeld.has(id));
  const older = others.filter(({ requestedAt }) => requestedAt < oldest);
  const gone = held.records.filter(({ id }) => !now.has(id) && !confirmedHere.has(id));
  const kept = held.records.map((record) => now.get(record.id) ?? confirmedHere.get(record.id) ?? record);
  const knownBatches = new Set(held.unrecorded.map(({ id }) => id));
  const newBatches = present.unrecorded.filter(({ id }) => !knownBatches.has(id));
  return {
    records: [...kept, ...older],
    unrecorded: held.unrecorded,
    changes: others.length - older.length + gone.length + newBatches.length,
  };
}
