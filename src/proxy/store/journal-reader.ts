import { expressionBuilder, type Expression, type Kysely, type SqlBool } from 'kysely';
import type { Backend, PageQuery } from './backend';
import { cancellationColumns, findRow, toCancellation } from './cancellation-rows';
import { decodeCursor, toPage } from './cursor';
import { isOfAccount } from './of-account';
import type { Tables } from './schema';
import { ReaderLeft, type JournalStore, type Realm } from './store';

/** Reads the journal of one realm. */
export function createJournalReader(
  backend: Backend,
  realm: Realm,
): Pick<JournalStore, 'findCancellation' | 'listCancellations'> {
  return {
    async findCancellation(id) {
      const row = await findRow(backend.db, id, realm);
      return row === undefined ? null : toCancellation(row);
    },

    async listCancellations({ q, ...filter }, { cursor, limit, signal }) {
      ReaderLeft.check(signal);
      const found = await backend.readPage({
        realm,
        filter,
        // By Unicode's rules, which neither SQLite nor a PostgreSQL of the C locale has.
        text: (q ?? '').toLowerCase(),
        below: decodeCursor(cursor),
        limit: limit + 1,
        signal,
      });
      const { rows, nextCursor } = toPage(found, limit);
      return { items: rows.map(toCancellation), nextCursor };
    },
  };
}

/** The newest records that meet every condition but the text's. */
export function selectPage(
  db: Kysely<Tables>,
  { realm, filter, below, limit }: Omit<PageQuery, 'text' | 'signal'>,
) {
  return db
    .selectFrom('cancellations')
    .select(cancellationColumns)
    .where('realm', '=', realm)
    .where('seq', '<', below)
    .where(meetsFilter(filter))
    .orderBy('seq', 'desc')
    .limit(limit);
}

/** Whether a record meets every condition but the text's. */
export function meetsFilter(filter: PageQuery['filter']): Expression<SqlBool> {
  const { outcome, applicationId, deploymentId, batchId, account, person, from, to, confirmed } = filter;
  const is = expressionBuilder<Tables, 'cancellations'>();
  const conditions: Expression<SqlBool>[] = [];
  if (outcome === 'open') conditions.push(is('outcome', 'is', null));
  else if (outcome !== undefined) conditions.push(is('outcome', '=', outcome));
  if (confirmed === 'no') conditions.push(is('outcome', 'is not', null), is('confirmed_at', 'is', null));
  else if (confirmed === 'yes') conditions.push(is('confirmed_at', 'is not', null));
  else if (confirmed === 'overdue')
    conditions.push(is('review_overdue_at', 'is not', null), is('confirmed_at', 'is', null));
  if (applicationId !== undefined) conditions.push(is('application_id', '=', applicationId));
  if (deploymentId !== undefined) conditions.push(is('deployment_id', '=', deploymentId));
  if (batchId !== undefined) conditions.push(is('batch_id', '=', batchId));
  if (account !== undefined) conditions.push(isOfAccount('account', account.toLowerCase()));
  if (person !== undefined) conditions.push(is('person', '=', person));
  if (from !== undefined) conditions.push(is('requested_at', '>=', from));
  if (to !== undefined) conditions.push(is('requested_at', '<', to));
  return is.and(conditions);
}
