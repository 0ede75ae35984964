import type { JournalQuery } from '../contract';

export type JournalFilters = Pick<
  JournalQuery,
  'outcome' | 'applicationId' | 'deploymentId' | 'batchId' | 'confirmed' | 'q'
>;

declare module '@tanstack/react-query' {
  interface Register {
    /** A journal's own filters, by which a record that arrives belongs into it or not. */
    queryMeta: { filters?: JournalFilters };
  }
}

/** The filters as they stand in an address; those that are not set are left out. */
export function filterParams(filters: JournalFilters): URLSearchParams {
  return new URLSearchParams(
    Object.entries(filters).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}

/** Every key of the query cache: what begins with a key is reached by invalidating it. */
export const keys = {
  session: ['session'],
  applications: ['applications'],
  cancellations: ['cancellations'],
  journals: ['cancellations', 'list'],
  journal: (filters: JournalFilters) => ['cancellations', 'list', filters] as const,
  cancellation: (id: string) => ['cancellations', 'one', id.toLowerCase()] as const,
  cancelCalls: ['cancel-calls'],
  newestBatches: ['newest-batches'],
  batches: ['batches'],
  batch: (id: string) => ['batches', id.toLowerCase()] as const,
} as const;
