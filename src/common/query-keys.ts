import type { ChangeFilters, JournalFilters } from '../contract';

/** What a query of the cache holds, so that data that arrives is put into every query that shows it. */
export type QueryMeta =
  | { kind: 'session' }
  | { kind: 'applications' }
  | { kind: 'journal'; filters: JournalFilters }
  | { kind: 'cancellation'; id: string };

declare module '@tanstack/react-query' {
  interface Register {
    queryMeta: QueryMeta;
  }
}

/** The filters as they stand in an address; those that are not set are left out. */
export function filterParams(filters: JournalFilters | ChangeFilters): URLSearchParams {
  return new URLSearchParams(
    Object.entries(filters).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}

/** Every key of the query cache. Invalidating a key reaches all that begin with it. */
export const keys = {
  session: ['session'],
  ownSessions: ['own-sessions'],
  scriptKeys: ['script-keys'],
  signInWays: ['sign-in-ways'],
  applications: ['applications'],
  cancellations: ['cancellations'],
  journal: (filters: JournalFilters) => ['cancellations', 'list', filters] as const,
  counts: ['cancellations', 'counts'],
  cancellation: (id: string) => ['cancellations', 'one', id.toLowerCase()] as const,
  changes: ['changes'],
  cancelCalls: ['cancel-calls'],
  newestBatches: ['newest-batches'],
  batches: ['batches'],
  batch: (id: string) => ['batches', id.toLowerCase()] as const,
} as const;
