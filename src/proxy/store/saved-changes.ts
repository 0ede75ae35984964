import { sql, type Kysely } from 'kysely';
import type { DeploymentValues } from '../../contract';
import { tagsOf } from './listing';
import { findSaved, inParts, keyOf } from './saved-names';
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

function same(a: DeploymentValues | null, b: DeploymentValues | null): boolean {
  if (a === null || b === null) return a === b;
  return (
    a.name === b.name &&
    a.environment === b.environment &&
    a.note === b.note &&
    a.tags.length === b.tags.length &&
    a.tags.every((tag, index) => tag === b.tags[index])
  );
}

/** Changes nothing, but makes every other writer wait, so that what is read next holds until the commit. */
export async function beAlone(tx: Kysely<Tables>): Promise<void> {
  await tx
    .updateTable('applications')
    .set({ name: '' })
    .where(sql<boolean>`1 = 0`)
    .execute();
}

/** Carries out a change in a transaction that the caller ends, undone where the answer is not `changed`. */
export async function applyChange(
  tx: Kysely<Tables>,
  realm: Realm,
  { ifVersion, applications, deployments }: SavedChange,
): Promise<SavedChangeResult> {
  await beAlone(tx);
  if (ifVersion !== undefined && (await savedVersion(tx, realm)) !== ifVersion) return { kind: 'stale' };

  const checked = deployments.filter(({ expected }) => expected !== undefined);
  const saved = await findSaved(tx, realm, checked);
  const conflict = deployments.findIndex(({ expected, ...target }) => {
    if (expected === undefined) return false;
    const row = saved.get(keyOf(target));
    const present = row && {
      name: row.deploymentName,
      environment: row.environment,
      tags: tagsOf(row.tags),
      note: row.note,
    };
    return !same(present ?? null, expected);
  });
  if (conflict >= 0) return { kind: 'conflict', index: conflict };

  await inParts(applications, (part) =>
    tx
      .insertInto('applications')
      .values(part.map(({ applicationId, name }) => ({ realm, application_id: applicationId, name })))
      .onConflict((on) =>
        on.columns(['realm', 'application_id']).doUpdateSet((eb) => ({ name: eb.ref('excluded.name') })),
      )
      .execute(),
  );
  const known = new Set(
    (await tx.selectFrom('applications').select('application_id').where('realm', '=', realm).execute()).map(
      (row) => row.application_id,
    ),
  );
  const homeless = deployments.findIndex(({ values, applicationId }) => values && !known.has(applicationId));
  if (homeless >= 0) return { kind: 'no_application', index: homeless };

  const written = deployments.flatMap(({ applicationId, deploymentId, values }) =>
    values
      ? {
          realm,
          application_id: applicationId,
          deployment_id: deploymentId,
          name: values.name,
          environment: values.environment,
          tags: JSON.stringify(values.tags),
          note: values.note,
        }
      : [],
  );
  await inParts(written, (part) =>
    tx
      .insertInto('deployments')
      .values([...part])
      .onConflict((on) =>
        on.columns(['realm', 'application_id', 'deployment_id']).doUpdateSet((eb) => ({
          name: eb.ref('excluded.name'),
          environment: eb.ref('excluded.environment'),
          tags: eb.ref('excluded.tags'),
          note: eb.ref('excluded.note'),
        })),
      )
      .execute(),
  );
  const removed = deployments
    .filter(({ values }) => values === null)
    .map(({ applicationId, deploymentId }) => sql`(${applicationId}, ${deploymentId})`);
  await inParts(removed, (part) =>
    tx
      .deleteFrom('deployments')
      .where('realm', '=', realm)
      .where(sql<boolean>`(application_id, deployment_id) IN (VALUES ${sql.join(part)})`)
      .execute(),
  );
  return { kind: 'changed' };
}
