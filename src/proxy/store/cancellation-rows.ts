import type { Kysely, Selection } from 'kysely';
import type { Cancellation } from '../../contract';
import type { Tables } from './schema';
import type { Realm } from './store';

/** What is selected of a record, under the contract's names. */
export const cancellationColumns = [
  'seq',
  'realm',
  'id',
  'batch_id as batchId',
  'application_id as applicationId',
  'deployment_id as deploymentId',
  'application_name as applicationName',
  'deployment_name as deploymentName',
  'environment',
  'person',
  'reason',
  'outcome',
  'undocumented',
  'status',
  'message',
  'retry_after as retryAfter',
  'cause',
  'requested_at as requestedAt',
  'sent_at as sentAt',
  'answered_at as answeredAt',
  'settled_at as settledAt',
  'upstream',
  'account',
  'review_due_at as reviewDueAt',
  'review_by as reviewBy',
  'review_overdue_at as reviewOverdueAt',
  'confirmed_by as confirmedBy',
  'confirmed_at as confirmedAt',
  'confirmed_note as confirmedNote',
] as const;

export type CancellationRow = Selection<Tables, 'cancellations', (typeof cancellationColumns)[number]>;

/** Each member by its name: to take the others out of the row costs half of the time of an export. */
export function toCancellation(row: CancellationRow): Cancellation {
  const { reviewDueAt, reviewOverdueAt, confirmedBy, confirmedAt } = row;
  return {
    id: row.id,
    batchId: row.batchId,
    applicationId: row.applicationId,
    deploymentId: row.deploymentId,
    applicationName: row.applicationName,
    deploymentName: row.deploymentName,
    environment: row.environment,
    person: row.person,
    reason: row.reason,
    outcome: row.outcome,
    undocumented: row.undocumented !== 0,
    status: row.status,
    message: row.message,
    retryAfter: row.retryAfter,
    cause: row.cause,
    requestedAt: row.requestedAt,
    sentAt: row.sentAt,
    answeredAt: row.answeredAt,
    settledAt: row.settledAt,
    upstream: row.upstream,
    account: row.account,
    review:
      reviewDueAt === null
        ? null
        : {
            dueAt: reviewDueAt,
            byAnother: row.reviewBy === 'another',
            isOverdue: reviewOverdueAt !== null && confirmedAt === null,
          },
    journaled: true,
    confirmation:
      confirmedBy === null || confirmedAt === null
        ? null
        : { person: confirmedBy, at: confirmedAt, note: row.confirmedNote },
  };
}

/** The record of an ID: of either realm, or of the one that is given. */
export function findRow(db: Kysely<Tables>, id: string, realm?: Realm): Promise<CancellationRow | undefined> {
  return db
    .selectFrom('cancellations')
    .select(cancellationColumns)
    .where('id', '=', id)
    .$if(realm !== undefined, (query) => query.where('realm', '=', realm ?? 'live'))
    .executeTakeFirst();
}
