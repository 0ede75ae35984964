import type { Selectable } from 'kysely';
import type { Cancellation } from '../../contract';
import type { CancellationsTable } from './schema';

export const cancellationColumns = [
  'seq',
  'id',
  'batch_id',
  'realm',
  'application_id',
  'deployment_id',
  'application_name',
  'deployment_name',
  'environment',
  'person',
  'reason',
  'outcome',
  'undocumented',
  'status',
  'message',
  'retry_after',
  'cause',
  'requested_at',
  'sent_at',
  'answered_at',
  'settled_at',
  'upstream',
  'confirmed_by',
  'confirmed_at',
  'confirmed_note',
] as const satisfies (keyof CancellationsTable)[];

export type CancellationRow = Pick<Selectable<CancellationsTable>, (typeof cancellationColumns)[number]>;

export function toCancellation(row: CancellationRow): Cancellation {
  return {
    id: row.id,
    batchId: row.batch_id,
    applicationId: row.application_id,
    deploymentId: row.deployment_id,
    applicationName: row.application_name,
    deploymentName: row.deployment_name,
    environment: row.environment,
    person: row.person,
    reason: row.reason,
    outcome: row.outcome,
    undocumented: row.undocumented !== 0,
    status: row.status,
    message: row.message,
    retryAfter: row.retry_after,
    cause: row.cause,
    requestedAt: row.requested_at,
    sentAt: row.sent_at,
    answeredAt: row.answered_at,
    settledAt: row.settled_at,
    upstream: row.upstream,
    journaled: true,
    confirmation:
      row.confirmed_by === null || row.confirmed_at === null
        ? null
        : { person: row.confirmed_by, at: row.confirmed_at, note: row.confirmed_note },
  };
}

/** Lower case by Unicode's rules, which neither SQLite nor a PostgreSQL of the C locale has. */
export function fold(text: string): string {
  return text.toLowerCase();
}
