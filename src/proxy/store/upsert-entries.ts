import { sql, type Kysely, type RawBuilder } from 'kysely';
import { isProduction, type DeploymentInput } from '../../contract';
import type { JsonSql } from './backend';
import { environmentChangeMembers, environmentChangesSince, type Whole } from './saved-list-record';
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
 * The staged rows, each with the environment that its deployment has (`was`) and the last change of that one, as they
 * are saved or, where the deployment was removed shortly before it is saved again, as its removal has them on record.
 */
function withEnvironments(
  json: JsonSql,
  { realm, account }: ListOwner,
  since: string,
  table: RawBuilder<unknown>,
): RawBuilder<unknown> {
  const known = (column: string, removal: RawBuilder<unknown>) =>
    sql`CASE WHEN d.name IS NULL THEN ${removal} ELSE ${sql.ref(`d.${column}`)} END`;
  const { from, person, at } = environmentChangeMembers;
  return sql`(SELECT s.*, ${known('environment', json.member(sql`r.before`, 'environment'))} AS was,
      ${known('environment_before', json.member(sql`r.detail`, from))} AS change_from,
      ${known('environment_changed_by', json.member(sql`r.detail`, person))} AS change_person,
      ${known('environment_changed_at', json.member(sql`r.detail`, at))} AS change_at
    FROM (SELECT * FROM ${table}) AS s
    LEFT JOIN deployments d ON d.realm = ${realm} AND d.account = ${account}
      AND d.application_id = s.c0 AND d.deployment_id = s.c1
    LEFT JOIN changes r ON d.name IS NULL AND r.seq = (SELECT max(c.seq) FROM changes c
      WHERE c.realm = ${realm} AND c.application_id = s.c0 AND c.deployment_id = s.c1
        AND c.kind = 'deployment_removed' AND c.at > ${since})) AS r`;
}

/**
 * Saves the deployments of a table of staged rows. A row also says who has protected it and since when, and the last
 * change of its environment; or rather, for a week, that it ceased to be production: no later change hides that, unless
 * it becomes production again.
 */
export async function upsertDeployments(
  tx: Kysely<Tables>,
  json: JsonSql,
  { owner, at, person }: Pick<Whole, 'owner' | 'at' | 'person'>,
  table: RawBuilder<unknown>,
): Promise<void> {
  const { realm, account, nonProduction } = owner;
  const since = environmentChangesSince(at);
  const rows = withEnvironments(json, owner, since, table);
  const told = sql`FROM ${rows} WHERE change_at > ${since}`;
  const changes = await sql<
    Record<'was' | 'is', string>
  >`SELECT DISTINCT change_from AS was, c3 AS "is" ${told}`.execute(tx);
  // Judged by the contract: the databases know fewer small letters.
  const names = [...new Set(changes.rows.flatMap(({ was, is }) => [was, is]))];
  const production = sql.join([null, ...names.filter((name) => isProduction(name, nonProduction))]);
  const other = sql.join([null, ...names.filter((name) => !isProduction(name, nonProduction))]);
  const isOutOfProduction = sql`change_at > ${since} AND change_from IN (${production}) AND c3 IN (${other})`;
  const change = (earlier: RawBuilder<unknown>, now: RawBuilder<unknown>) =>
    sql`CASE WHEN was <> c3 AND NOT is_kept THEN ${now} ELSE ${earlier} END`;
  const isProtectedAnew = sql`deployments.protected_reason IS DISTINCT FROM excluded.protected_reason`;
  await sql`INSERT INTO deployments (realm, account, application_id, deployment_id, name, environment, tags, note,
      protected_reason, protected_by, protected_at,
      environment_before, environment_changed_by, environment_changed_at)
    SELECT ${realm}, ${account}, c0, c1, c2, c3, c4, c5,
      c6, CASE WHEN c6 IS NOT NULL THEN ${person} END, CASE WHEN c6 IS NOT NULL THEN ${at} END,
      ${change(sql`change_from`, sql`was`)}, ${change(sql`change_person`, sql`${person}`)},
      ${change(sql`change_at`, sql`${at}`)}
    FROM (SELECT r.*, COALESCE(${isOutOfProduction}, FALSE) AS is_kept FROM ${rows}) AS r WHERE true
    ON CONFLICT (realm, account, application_id, deployment_id) DO UPDATE SET
      name = excluded.name, environment = excluded.environment, tags = excluded.tags, note = excluded.note,
      environment_before = excluded.environment_before,
      environment_changed_by = excluded.environment_changed_by,
      environment_changed_at = excluded.environment_changed_at,
      protected_reason = excluded.protected_reason,
      ${updated('protected_by', isProtectedAnew, sql`excluded.protected_by`)},
      ${updated('protected_at', isProtectedAnew, sql`excluded.protected_at`)}`.execute(tx);
}

/** A deployment as a person has put it in, as its columns hold it. */
export function deploymentFields({ name, environment, tags, note }: DeploymentInput) {
  // Each tag once, as an import takes them.
  return { name, environment, tags: JSON.stringify([...new Set(tags)]), note: note ?? null };
}
