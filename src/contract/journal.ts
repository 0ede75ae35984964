import { isUnconfirmed, type Cancellation } from './cancellations';
import { outcomes } from './enums';
import { fuseId, instant, uuid } from './ids';
import { typedLines } from './text';
import { z } from './zod';

/** Query of `GET /api/cancellations`; every filter narrows, `from` is inclusive and `to` exclusive. */
export const journalQuery = z.strictObject({
  cursor: z.optional(
    z.string().check(z.regex(/^[A-Za-z0-9_-]{1,64}$/, { error: 'must be a cursor that a list gave' })),
  ),
  limit: z.optional(
    z.string().check(z.regex(/^(?:[1-9]\d?|1\d\d|200)$/, { error: 'must be a whole number from 1 to 200' })),
  ),
  /** One of the outcomes, or `open` for cancellations that still wait. */
  outcome: z.optional(
    z.enum([...outcomes, 'open'], { error: `must be one of ${outcomes.join(', ')}, open` }),
  ),
  applicationId: z.optional(fuseId),
  deploymentId: z.optional(fuseId),
  batchId: z.optional(uuid),
  /** Of this Fuse account, or of a time when none was on record. */
  account: z.optional(typedLines(200)),
  person: z.optional(typedLines(200)),
  from: z.optional(instant),
  to: z.optional(instant),
  q: z.optional(typedLines(200)),
  /** `no`: it has an outcome that nobody has confirmed yet. `overdue`: and a rule wanted that by now. */
  confirmed: z.optional(z.enum(['no', 'overdue', 'yes'], { error: 'must be no, overdue or yes' })),
});
export type JournalQuery = z.infer<typeof journalQuery>;

/** Query of `GET /api/batches`. */
export const pageQuery = z.pick(journalQuery, { cursor: true, limit: true });

/** Query of an export of the journal. */
export const exportQuery = z.omit(journalQuery, { cursor: true, limit: true });

/** What narrows the journal, without the paging. */
export type JournalFilters = Omit<JournalQuery, 'cursor' | 'limit'>;

/** The texts of a record that `q` searches, one a line, in lower case by Unicode's rules. */
export function searchableText(
  record: Pick<
    Cancellation,
    'applicationName' | 'applicationId' | 'deploymentName' | 'deploymentId' | 'id' | 'person' | 'reason'
  >,
  message: string | null,
): string {
  const { applicationName, applicationId, deploymentName, deploymentId, id, person, reason } = record;
  const texts = [applicationName, applicationId, deploymentName, deploymentId, id, person, reason, message];
  return texts.join('\n').toLowerCase();
}

/**
 * Whether a record or a batch counts for a Fuse account: it is its own, or of a time when none was on record. Without an
 * account, as in the sandbox, each counts.
 */
export function isOfAccount(
  { account }: { account: string | null },
  wanted: string | null | undefined,
): boolean {
  return account === null || !wanted || account === wanted.toLowerCase();
}

const sameFields = ['applicationId', 'deploymentId', 'batchId', 'person'] as const;

/** Whether a record belongs to the journal under these filters, as the store decides it in SQL. */
export function matchesFilters(record: Cancellation, filters: JournalFilters): boolean {
  const { outcome, account, from, to, q, confirmed } = filters;
  return (
    (outcome === undefined || outcome === (record.outcome ?? 'open')) &&
    sameFields.every((name) => filters[name] === undefined || filters[name] === record[name]) &&
    isOfAccount(record, account) &&
    (from === undefined || from <= record.requestedAt) &&
    (to === undefined || record.requestedAt < to) &&
    (q === undefined || searchableText(record, record.message).includes(q.toLowerCase())) &&
    (confirmed === undefined ||
      (confirmed === 'no'
        ? isUnconfirmed(record)
        : confirmed === 'yes'
          ? record.confirmation !== null
          : record.review?.isOverdue === true))
  );
}
