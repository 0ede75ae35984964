import { sql, type Kysely, type RawBuilder } from 'kysely';
import { isProduction, type DeploymentInput } from '../../contract';
import type { Backend, JsonSql } from './backend';
import { isOfAccount } from './of-account';
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

interface EnvironmentRow {
  applicationId: string;
  deploymentId: string;
  was: string;
  is: string;
  from: string | null;
  to: string | null;
  person: string | null;
  at: string | null;
}

/**
 * What a table of staged rows does to the last change of each environment, for the deployments where it does anything:
 * those with another environment, and those saved again shortly after their removal, which has that change on record. For
 * a week a deployment says that it ceased to be production: no later change hides that, unless it becomes production
 * again. The answer is for `upsertDeployments`: JSON texts of rows.
 */
export async function readEnvironmentChanges(
  on: Kysely<Tables>,
  json: JsonSql,
  { owner: { realm, account, nonProduction }, at, person }: Pick<Whole, 'owner' | 'at' | 'person'>,
  table: RawBuilder<unknown>,
): Promise<string[]> {
  const since = environmentChangesSince(at);
  const known = (column: string, removal: RawBuilder<unknown>) =>
    sql`CASE WHEN d.name IS NULL THEN ${removal} ELSE ${sql.ref(`d.${column}`)} END`;
  const names = environmentChangeMembers;
  const { rows } = await sql<EnvironmentRow>`SELECT * FROM (
    SELECT s.c0 AS "applicationId", s.c1 AS "deploymentId", s.c3 AS "is", d.name AS name,
      ${known('environment', json.member(sql`r.before`, 'environment'))} AS was,
      ${known('environment_before', json.member(sql`r.detail`, names.from))} AS "from",
      ${known('environment_changed_to', json.member(sql`r.detail`, names.to))} AS "to",
      ${known('environment_changed_by', json.member(sql`r.detail`, names.person))} AS person,
      ${known('environment_changed_at', json.member(sql`r.detail`, names.at))} AS at
    FROM (SELECT * FROM ${table}) AS s
    LEFT JOIN deployments d ON d.realm = ${realm} AND d.account = ${account}
      AND d.application_id = s.c0 AND d.deployment_id = s.c1
    LEFT JOIN changes r ON d.name IS NULL AND r.seq = (SELECT max(c.seq) FROM changes c
      WHERE c.realm = ${realm} AND ${isOfAccount('c.account', account)} AND c.application_id = s.c0 AND c.deployment_id = s.c1
        AND c.kind = 'deployment_removed' AND c.at > ${since})) AS joined
    WHERE was <> "is" OR (name IS NULL AND was IS NOT NULL)`.execute(on);
  const changes = rows.map(({ applicationId, deploymentId, was, is, ...last }) => {
    const isKept =
      last.at !== null &&
      last.at > since &&
      last.from !== null &&
      isProduction(last.from, nonProduction) &&
      !isProduction(is, nonProduction);
    const change = was === is || isKept ? last : { from: was, to: is, person, at };
    return [applicationId, deploymentId, change.from, change.to, change.person, change.at];
  });
  return changes.length === 0 ? [] : [JSON.stringify(changes)];
}

/**
 * Saves the deployments of tables of staged rows, with what was read of their environments before. A row also says who
 * has protected it and since when.
 */
export async function upsertDeployments(
  tx: Kysely<Tables>,
  jsonRows: Backend['jsonRows'],
  { owner: { realm, account }, at, person }: Pick<Whole, 'owner' | 'at' | 'person'>,
  tables: readonly RawBuilder<unknown>[],
  environmentChanges: readonly string[],
): Promise<void> {
  const isProtectedAnew = sql`deployments.protected_reason IS DISTINCT FROM excluded.protected_reason`;
  for (const table of tables)
    await sql`INSERT INTO deployments (realm, account, application_id, deployment_id, name, environment, tags, note,
      protected_reason, protected_by, protected_at)
    SELECT ${realm}, ${account}, c0, c1, c2, c3, c4, c5,
      c6, CASE WHEN c6 IS NOT NULL THEN ${person} END, CASE WHEN c6 IS NOT NULL THEN ${at} END
    FROM ${table} WHERE true
    ON CONFLICT (realm, account, application_id, deployment_id) DO UPDATE SET
      name = excluded.name, environment = excluded.environment, tags = excluded.tags, note = excluded.note,
      protected_reason = excluded.protected_reason,
      ${updated('protected_by', isProtectedAnew, sql`excluded.protected_by`)},
      ${updated('protected_at', isProtectedAnew, sql`excluded.protected_at`)}`.execute(tx);
  for (const rows of environmentChanges)
    await sql`UPDATE deployments
      SET environment_before = s.c2, environment_changed_to = s.c3, environment_changed_by = s.c4,
        environment_changed_at = s.c5
      FROM (SELECT value ->> 0 AS c0, value ->> 1 AS c1, value ->> 2 AS c2, value ->> 3 AS c3, value ->> 4 AS c4,
          value ->> 5 AS c5
        FROM ${jsonRows(rows)}) AS s
      WHERE realm = ${realm} AND account = ${account} AND application_id = s.c0 AND deployment_id = s.c1`.execute(
      tx,
    );
}

/** A deployment as a person has put it in, as its columns hold it. */
export function deploymentFields({ name, environment, tags, note }: DeploymentInput) {
  // Each tag once, as an import takes them.
  return { name, environment, tags: JSON.stringify([...new Set(tags)]), note: note ?? null };
}
