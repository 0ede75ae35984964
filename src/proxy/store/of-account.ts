import { sql, type RawBuilder } from 'kysely';

/**
 * Whether what has this account counts for `account`, as SQL: it is its own, or of a time when no account was on record.
 * For '', as in the sandbox, everything counts. In this form both databases go on reading the index that they would read
 * without it, the newest first: they take it for true, as it is where there is one account.
 */
export function isOfAccount(column: string, account: string): RawBuilder<boolean> {
  return sql<boolean>`(${sql.ref(column)} <> ${account === '' ? null : account}) IS NOT TRUE`;
}
