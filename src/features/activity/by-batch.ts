import type { Cancellation } from '@/contract';

/** Puts together the records that follow each other and belong to one batch; any other stands by itself. */
export function byBatch(records: readonly Cancellation[]): [Cancellation, ...Cancellation[]][] {
  const groups: [Cancellation, ...Cancellation[]][] = [];
  for (const record of records) {
    const last = groups.at(-1);
    if (last !== undefined && record.batchId !== null && last[0].batchId === record.batchId)
      last.push(record);
    else groups.push([record]);
  }
  return groups;
}
