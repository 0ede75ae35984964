import type { BatchSummary, Cancellation } from '@/contract';

type Records = [Cancellation, ...Cancellation[]];
export type Entry = { kind: 'records'; records: Records } | { kind: 'unrecorded'; batch: BatchSummary };

/**
 * The journal's records, newest first, as they are shown: those of one batch together, and the batches without any
 * record between them. Where there are older records to come, so are the batches from before the last one.
 */
export function byTime(
  records: readonly Cancellation[],
  unrecorded: readonly BatchSummary[],
  hasOlder: boolean,
): Entry[] {
  const last = records.at(-1)?.requestedAt ?? '';
  const entries: Entry[] = byBatch(records).map((group) => ({ kind: 'records', records: group }));
  for (const batch of unrecorded) {
    if (hasOlder && batch.requestedAt < last) break;
    const place = entries.findIndex((entry) => timeOfEntry(entry) < batch.requestedAt);
    entries.splice(place < 0 ? entries.length : place, 0, { kind: 'unrecorded', batch });
  }
  return entries;
}

/** When an entry was requested: of a batch, its newest record. */
export function timeOfEntry(entry: Entry): string {
  return entry.kind === 'records' ? entry.records[0].requestedAt : entry.batch.requestedAt;
}

/** Puts the records of one batch together, where its newest stands; any other stands by itself. */
function byBatch(records: readonly Cancellation[]): Records[] {
  const groups: Records[] = [];
  const batches = new Map<string, Cancellation[]>();
  for (const record of records) {
    const batch = record.batchId === null ? undefined : batches.get(record.batchId);
    if (batch !== undefined) batch.push(record);
    else {
      const group: Records = [record];
      groups.push(group);
      if (record.batchId !== null) batches.set(record.batchId, group);
    }
  }
  return groups;
}
