import { sql, type Kysely } from 'kysely';
import { inTurns } from '../run/next-turn';
import type { Backend } from './backend';
import { jsonParts } from './deployment-lookup';
import type { Tables } from './schema';
import type { Realm, SavedChange, SavedChangeResult } from './store';

/** The newest change of the saved list, or 0. */
export async function savedVersion(db: Kysely<Tables>, realm: Realm): Promise<number> {
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

/** Changes nothing, but makes every other writer wait, so that what is read next holds until the commit. */
export async function acquireWriteLock(tx: Kysely<Tables>): Promise<void> {
  await tx
    .updateTable('applications')
    .set({ name: '' })
    .where(sql<boolean>`1 = 0`)
    .execute();
}

/** A change as its statements take it. */
export interface PreparedChange {
  ifVersion: number | undefined;
  applications: string[];
  saved: string[];
  removed: string[];
  /** Where each application is first named by a deployment that is saved. */
  firstIndex: Map<string, number>;
}

/** Everything that can be done before others have to wait. */
export async function prepareChange({
  ifVersion,
  applications,
  deployments,
}: SavedChange): Promise<PreparedChange> {
  const saved: (string | null)[][] = [];
  const removed: string[][] = [];
  const firstIndex = new Map<string, number>();
  for await (const [index, { applicationId, deploymentId, values }] of inTurns(deployments.entries())) {
    if (values === null) removed.push([applicationId, deploymentId]);
    else {
      const { name, environment, tags, note } = values;
      saved.push([applicationId, deploymentId, name, environment, JSON.stringify(tags), note]);
      if (!firstIndex.has(applicationId)) firstIndex.set(applicationId, index);
    }
  }
  return {
    ifVersion,
    applications: await jsonParts(applications.map(({ applicationId, name }) => [applicationId, name])),
    saved: await jsonParts(saved),
    removed: await jsonParts(removed),
    firstIndex,
  };
}

/** Carries out a change in a transaction that the caller ends, undone where the answer is not `changed`. */
export async function applyChange(
  tx: Kysely<Tables>,
  jsonRows: Backend['jsonRows'],
  realm: Realm,
  { ifVersion, applications, saved, removed, firstIndex }: PreparedChange,
): Promise<SavedChangeResult> {
  await acquireWriteLock(tx);
  if (ifVersion !== undefined && (await savedVersion(tx, realm)) !== ifVersion) return { kind: 'stale' };
  // `WHERE true`, or SQLite would take ON for a join's.
  for (const rows of applications)
    await sql`INSERT INTO applications (realm, application_id, name)
      SELECT ${realm}, value ->> 0, value ->> 1 FROM ${jsonRows(rows)} WHERE true
      ON CONFLICT (realm, application_id) DO UPDATE SET name = excluded.name`.execute(tx);
  const known = new Set(
    (await tx.selectFrom('applications').select('application_id').where('realm', '=', realm).execute()).map(
      (row) => row.application_id,
    ),
  );
  // In the order of the deployments.
  for (const [applicationId, index] of firstIndex)
    if (!known.has(applicationId)) return { kind: 'no_application', index };
  for (const rows of saved)
    await sql`INSERT INTO deployments (realm, application_id, deployment_id, name, environment, tags, note)
      SELECT ${realm}, value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5
      FROM ${jsonRows(rows)} WHERE true
      ON CONFLICT (realm, application_id, deployment_id) DO UPDATE SET name = excluded.name,
        environment = excluded.environment, tags = excluded.tags, note = excluded.note`.execute(tx);
  for (const rows of removed)
    await sql`DELETE FROM deployments WHERE realm = ${realm}
      AND (application_id, deployment_id) IN (SELECT value ->> 0, value ->> 1 FROM ${jsonRows(rows)})`.execute(
      tx,
    );
  return { kind: 'changed' };
}
