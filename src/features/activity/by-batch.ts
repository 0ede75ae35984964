import type { Cancellation } from '@/contract';

/** Puts the records of one batch together, where its newest stands; any other stands by itself. */
export function byBatch(records: readonly Cancellation[]): [Cancellation, ...Cancellation[]][] {
  const groups: [Cancellation, ...Cancellation[]][] = [];
  const batches = new Map<string, Cancellation[]>();
  for (const record of records) {
    const batch = record.batchId === null ? undefined : batches.get(record.batchId);
    if (batch !== undefined) batch.push(record);
    else {
      const group: [Cancellation] = [record];
      groups.push(group);
      if (record.batchId !== null) batches.set(record.batchId, group);
    }
  }
  return groups;
}
