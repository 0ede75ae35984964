import { sql, type Kysely, type RawBuilder } from 'kysely';
import { environmentChangeMs, type DeploymentInput } from '../../contract';
import type { JsonSql } from './backend';
import type { Whole } from './saved-list-record';
import type { Tables } from './schema';
import type { ListOwner } from './store';

/** A single row in the place of a table of staged ones. */
export function oneRow(values: readonly (string | null)[]): RawBuilder<unknown> {
  const columns = values.map((value, index) => sql`${value} AS ${sql.ref(`c${index}`)}`);
  return sql`(SELECT ${sql.join(columns)}) AS staged`;
}

/** A column of the saved row, where there is one; its new value if the condition holds. */
const updated = (column: string, condition: RawBuilder<unknown>, value: RawBuilder<unknown>) =>
  sql`${sql.ref(column)} = CASE WHEN ${condition} THEN ${value} ELSE ${sql.ref(`deployments.${column}`)} END`;

/** Saves the applications of a table of staged rows. */
export async function upsertApplications(
  tx: Kysely<Tables>,
  { realm, account }: ListOwner,
  table: RawBuilder<unknown>,
): Promise<void> {
  // `WHERE true`, or SQLite would take ON for a join's.
  await sql`INSERT INTO applications (realm, account, application_id, name)
    SELECT ${realm}, ${account}, c0, c1 FROM ${table} WHERE true
    ON CONFLICT (realm, account, application_id) DO UPDATE SET name = excluded.name`.execute(tx);
}

/**
 * Saves the deployments of a table of staged rows. A row also says who has protected it and since when, and which
 * environment it had before: also where it was removed shortly before it was saved again.
 */
export async function upsertDeployments(
  tx: Kysely<Tables>,
  json: JsonSql,
  { owner: { realm, account }, at, person }: Pick<Whole, 'owner' | 'at' | 'person'>,
  table: RawBuilder<unknown>,
): Promise<void> {
  const since = new Date(Date.parse(at) - environmentChangeMs).toISOString();
  // Of a row that is there, the newest change says the same as the row.
  const earlier = sql`(SELECT ${json.member(sql`c.before`, 'environment')} FROM changes c
    WHERE c.realm = ${realm} AND c.application_id = s.c0 AND c.deployment_id = s.c1
      AND c.kind = 'deployment_removed' AND c.at > ${since} ORDER BY c.seq DESC LIMIT 1)`;
  const isRelabelled = sql`deployments.environment <> excluded.environment`;
  const isProtectedAnew = sql`deployments.protected_reason IS DISTINCT FROM excluded.protected_reason`;
  const ifOther = (value: RawBuilder<unknown>) => sql`CASE WHEN earlier <> c3 THEN ${value} END`;
  await sql`INSERT INTO deployments (realm, account, application_id, deployment_id, name, environment, tags, note,
      protected_reason, protected_by, protected_at,
      environment_before, environment_changed_by, environment_changed_at)
    SELECT ${realm}, ${account}, c0, c1, c2, c3, c4, c5,
      c6, CASE WHEN c6 IS NOT NULL THEN ${person} END, CASE WHEN c6 IS NOT NULL THEN ${at} END,
      ${ifOther(sql`earlier`)}, ${ifOther(sql`${person}`)}, ${ifOther(sql`${at}`)}
    FROM (SELECT s.*, ${earlier} AS earlier FROM (SELECT * FROM ${table}) AS s) AS r WHERE true
    ON CONFLICT (realm, account, application_id, deployment_id) DO UPDATE SET
      name = excluded.name, environment = excluded.environment, tags = excluded.tags, note = excluded.note,
      ${updated('environment_before', isRelabelled, sql`deployments.environment`)},
      ${updated('environment_changed_by', isRelabelled, sql`${person}`)},
      ${updated('environment_changed_at', isRelabelled, sql`${at}`)},
      protected_reason = excluded.protected_reason,
      ${updated('protected_by', isProtectedAnew, sql`excluded.protected_by`)},
      ${updated('protected_at', isProtectedAnew, sql`excluded.protected_at`)}`.execute(tx);
}

/** A deployment as a person has put it in, as its columns hold it. */
export function deploymentFields({ name, environment, tags, note }: DeploymentInput) {
  // Each tag once, as an import takes them.
  return { name, environment, tags: JSON.stringify([...new Set(tags)]), note: note ?? null };
}
