import { sql, type Kysely, type RawBuilder } from 'kysely';
import { environmentChangeMs } from '../../contract';
import type { JsonSql } from './backend';
import type { Tables } from './schema';
import type { ListOwner } from './store';

// What a change of the saved list changes is written down by the database itself, from the rows as they stand: however
// many they are, they are not read and sent back.

/** The change of the list that rows are a part of. */
export interface Whole {
  owner: ListOwner;
  at: string;
  person: string | null;
  /** Marks the rows as its parts; null where they stand by themselves. */
  parts: number | null;
  /** What each row says besides. */
  detail?: Record<string, unknown> | null;
}

const insertInto = sql`INSERT INTO changes
  (realm, account, at, person, part_of, detail, kind, application_id, deployment_id, before, after)`;

const detailText = ({ detail = null }: Whole) =>
  detail === null ? sql`NULL` : sql`${JSON.stringify(detail)}`;

const common = (whole: Whole, detail = detailText(whole)) => {
  const { owner, at, person, parts } = whole;
  return sql`${owner.realm}, ${owner.account === '' ? null : owner.account}, ${at}, ${person},
    ${sql.raw(String(parts ?? 'NULL'))}, ${detail}`;
};

/** What the removal of a deployment says in `detail` of the last change of its environment. */
export const environmentChangeMembers = {
  from: 'environmentBefore',
  to: 'environmentChangedTo',
  person: 'environmentChangedBy',
  at: 'environmentChangedAt',
} as const;

/** After which instant a change of an environment is told of. */
export const environmentChangesSince = (at: string): string =>
  new Date(Date.parse(at) - environmentChangeMs).toISOString();

const isOf = (alias: string, { realm, account }: ListOwner) =>
  sql`${sql.ref(`${alias}.realm`)} = ${realm} AND ${sql.ref(`${alias}.account`)} = ${account}`;

const memberNames = ['name', 'environment', 'tags', 'note', 'protectedReason'] as const;

/** A deployment's values as a JSON text; the columns stand in the order of `memberNames`. */
function valuesText(json: JsonSql, columns: readonly RawBuilder<unknown>[]): RawBuilder<string> {
  return json.object(
    Object.fromEntries(
      memberNames.map((name, index) => {
        const column = columns[index] ?? sql`NULL`;
        return [name, name === 'tags' ? json.parse(column) : column];
      }),
    ),
  );
}

const savedColumns = [sql`d.name`, sql`d.environment`, sql`d.tags`, sql`d.note`, sql`d.protected_reason`];
const stagedColumns = [sql`s.c2`, sql`s.c3`, sql`s.c4`, sql`s.c5`, sql`s.c6`];

const differs = (columns: readonly (readonly [RawBuilder<unknown>, RawBuilder<unknown>])[]) =>
  sql.join(
    columns.map(([left, right]) => sql`${left} IS DISTINCT FROM ${right}`),
    sql` OR `,
  );

/** The applications of a table of staged rows that are new or have another name. */
export async function recordSavedApplications(
  tx: Kysely<Tables>,
  json: JsonSql,
  whole: Whole,
  table: RawBuilder<unknown>,
): Promise<void> {
  await sql`${insertInto}
    SELECT ${common(whole)}, 'application_saved', s.c0, NULL,
      CASE WHEN a.name IS NOT NULL THEN ${json.object({ name: sql`a.name` })} END,
      ${json.object({ name: sql`s.c1` })}
    FROM (SELECT * FROM ${table}) AS s
    LEFT JOIN applications a ON ${isOf('a', whole.owner)} AND a.application_id = s.c0
    WHERE a.name IS DISTINCT FROM s.c1`.execute(tx);
}

/** The deployments of a table of staged rows that are new or have other values. */
export async function recordSavedDeployments(
  tx: Kysely<Tables>,
  json: JsonSql,
  whole: Whole,
  table: RawBuilder<unknown>,
): Promise<void> {
  const isOther = differs(savedColumns.map((column, index) => [column, stagedColumns[index] ?? column]));
  await sql`${insertInto}
    SELECT ${common(whole)},
      CASE WHEN d.name IS NULL OR d.protected_reason IS NOT DISTINCT FROM s.c6 THEN 'deployment_saved'
        WHEN s.c6 IS NULL THEN 'deployment_unprotected' ELSE 'deployment_protected' END,
      s.c0, s.c1,
      CASE WHEN d.name IS NOT NULL THEN ${valuesText(json, savedColumns)} END,
      ${valuesText(json, stagedColumns)}
    FROM (SELECT * FROM ${table}) AS s
    LEFT JOIN deployments d
      ON ${isOf('d', whole.owner)} AND d.application_id = s.c0 AND d.deployment_id = s.c1
    WHERE ${isOther}`.execute(tx);
}

/** The saved deployments for which the condition on `d` holds, before they are removed. */
export async function recordRemovedDeployments(
  tx: Kysely<Tables>,
  json: JsonSql,
  whole: Whole,
  condition: RawBuilder<unknown>,
): Promise<void> {
  const { from, to, person, at } = environmentChangeMembers;
  const own = Object.entries(whole.detail ?? {}).map(
    ([name, value]) => [name, json.parse(sql`${JSON.stringify(value)}`)] as const,
  );
  const withChange = json.object({
    ...Object.fromEntries(own),
    [from]: sql`d.environment_before`,
    [to]: sql`d.environment_changed_to`,
    [person]: sql`d.environment_changed_by`,
    [at]: sql`d.environment_changed_at`,
  });
  const isTold = sql`d.environment_changed_at > ${environmentChangesSince(whole.at)}`;
  const detail = sql`CASE WHEN ${isTold} THEN ${withChange} ELSE ${detailText(whole)} END`;
  await sql`${insertInto}
    SELECT ${common(whole, detail)}, 'deployment_removed', d.application_id, d.deployment_id,
      ${valuesText(json, savedColumns)}, NULL
    FROM deployments d WHERE ${isOf('d', whole.owner)} AND ${condition}`.execute(tx);
}
