import { sql, type Kysely, type RawBuilder } from 'kysely';
import { inTurns } from '../run/next-turn';
import type { Backend, JsonSql, StagedRow, StagedRows } from './backend';
import { addChange } from './changes';
import { readEnvironmentChanges, upsertApplications, upsertDeployments } from './upsert-entries';
import {
  recordRemovedDeployments,
  recordSavedApplications,
  recordSavedDeployments,
  type Whole,
} from './saved-list-record';
import type { Tables } from './schema';
import type { Realm, SavedChange, SavedChangeResult } from './store';

/** The newest change of the saved list, or 0. */
export async function readSavedVersion(db: Kysely<Tables>, realm: Realm): Promise<number> {
  const row = await db
    .selectFrom('events')
    .select('seq')
    .where('realm', '=', realm)
    // As its index has it, and not as a parameter.
    .where('type', '=', sql.lit('applications' as const))
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.seq ?? 0;
}

/** A change as its statements take it. */
export interface PreparedChange {
  record: NonNullable<SavedChange['record']>;
  ifVersion: number | undefined;
  applications: StagedRows;
  saved: StagedRows;
  removed: StagedRows;
  /** The applications that must be saved already, each with the index of the first deployment that needs it. */
  neededApplications: Map<string, number>;
}

/** Everything that can be done before other writers have to wait; the caller drops the staged rows. */
export async function prepareChange(
  { stageRows }: Backend,
  { ifVersion, applications, deployments, record = { kind: 'list_edited', person: null } }: SavedChange,
): Promise<PreparedChange> {
  const saved: StagedRow[] = [];
  const removed: StagedRow[] = [];
  const added = new Set(applications.map(({ applicationId }) => applicationId));
  const neededApplications = new Map<string, number>();
  for await (const [index, { applicationId, deploymentId, values }] of inTurns(deployments.entries())) {
    if (values === null) removed.push([applicationId, deploymentId]);
    else {
      const { name, environment, tags, note, protectedReason = null } = values;
      saved.push([
        applicationId,
        deploymentId,
        name,
        environment,
        JSON.stringify(tags),
        note,
        protectedReason,
      ]);
      if (!added.has(applicationId) && !neededApplications.has(applicationId))
        neededApplications.set(applicationId, index);
    }
  }
  return {
    record,
    ifVersion,
    applications: await stageRows(applications.map(({ applicationId, name }) => [applicationId, name])),
    saved: await stageRows(saved),
    removed: await stageRows(removed),
    neededApplications,
  };
}

/** Puts on record what the change does to the deployments of a table of staged rows; answers as `recordParts` does. */
export async function recordDeployments(
  on: Kysely<Tables>,
  json: JsonSql,
  whole: Whole,
  table: RawBuilder<unknown>,
): Promise<string[]> {
  await recordSavedDeployments(on, json, whole, table);
  return readEnvironmentChanges(on, json, whole, table);
}

/**
 * Puts on record what the change does to each entry, as its parts; answers with what it does to the last change of each
 * environment, as `readEnvironmentChanges` does.
 */
export async function recordParts(
  on: Kysely<Tables>,
  json: JsonSql,
  whole: Whole,
  { applications, saved, removed }: Pick<PreparedChange, 'applications' | 'saved' | 'removed'>,
): Promise<string[]> {
  const areRemoved = (table: RawBuilder<unknown>) =>
    sql`(d.application_id, d.deployment_id) IN (SELECT c0, c1 FROM ${table})`;
  for await (const table of inTurns(applications.tables, 1))
    await recordSavedApplications(on, json, whole, table);
  const environmentChanges: string[] = [];
  for await (const table of inTurns(saved.tables, 1))
    environmentChanges.push(...(await recordDeployments(on, json, whole, table)));
  for await (const table of inTurns(removed.tables, 1))
    await recordRemovedDeployments(on, json, whole, areRemoved(table));
  return environmentChanges;
}

/** Whether an edit, or what undoes one, changes a single deployment: it is put on record as that deployment's own change. */
export function isSingleEdit({ applications, deployments, record }: SavedChange): boolean {
  return record?.kind !== 'list_imported' && applications.length === 0 && deployments.length === 1;
}

/**
 * Carries out a change, or nothing of it, in a transaction that has no other change of the list beside it. Where the whole
 * has no parts, the change is put on record entry by entry; else `recordParts` has done so, and the whole is added here.
 */
export async function applyChange(
  tx: Kysely<Tables>,
  { json, jsonRows }: Pick<Backend, 'json' | 'jsonRows'>,
  whole: Whole,
  { record, ifVersion, applications, saved, removed, neededApplications }: PreparedChange,
  recorded: string[] = [],
): Promise<SavedChangeResult> {
  const { owner, at, parts } = whole;
  const { realm, account } = owner;
  if (ifVersion !== undefined && (await readSavedVersion(tx, realm)) !== ifVersion) return { kind: 'stale' };
  const rows = await tx
    .selectFrom('applications')
    .select('application_id')
    .where('realm', '=', realm)
    .where('account', '=', account)
    .execute();
  const savedApplications = new Set(rows.map((row) => row.application_id));
  // In the order of the deployments.
  for (const [applicationId, index] of neededApplications)
    if (!savedApplications.has(applicationId)) return { kind: 'no_application', index };
  const isEmpty = [applications, saved, removed].every(({ tables }) => tables.length === 0);
  if (isEmpty && record.kind !== 'list_imported') return { kind: 'changed' };
  let environmentChanges = recorded;
  if (parts === null)
    environmentChanges = await recordParts(tx, json, whole, { applications, saved, removed });
  else await addChange(tx, owner, at, record, parts);
  for (const table of applications.tables) await upsertApplications(tx, owner, table);
  await upsertDeployments(tx, jsonRows, whole, saved.tables, environmentChanges);
  for (const table of removed.tables)
    await sql`DELETE FROM deployments WHERE realm = ${realm} AND account = ${account}
      AND (application_id, deployment_id) IN (SELECT c0, c1 FROM ${table})`.execute(tx);
  return { kind: 'changed' };
}
