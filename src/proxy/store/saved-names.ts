import { sql, type Kysely } from 'kysely';
import type { Tables } from './schema';
import type { Realm, SavedDeployment } from './store';

type Target = Pick<SavedDeployment, 'applicationId' | 'deploymentId'>;

/** Rows in one statement: PostgreSQL takes 65,535 parameters, SQLite 32,766. */
const atOnce = 1000;

/** Does a work of many rows in as many statements as it needs, one after another. */
export async function inParts<T>(
  items: readonly T[],
  work: (part: readonly T[]) => Promise<unknown>,
): Promise<void> {
  for (let from = 0; from < items.length; from += atOnce) await work(items.slice(from, from + atOnce));
}

/** A deployment's two IDs as one text. */
export function keyOf({ applicationId, deploymentId }: Target): string {
  return `${applicationId}/${deploymentId}`;
}

/** Those of the targets that are saved, by `keyOf`. */
export async function findSaved(
  db: Kysely<Tables>,
  realm: Realm,
  targets: readonly Target[],
): Promise<Map<string, SavedDeployment & { tags: string; note: string | null }>> {
  const found = new Map<string, SavedDeployment & { tags: string; note: string | null }>();
  await inParts(targets, async (part) => {
    const tuples = part.map(({ applicationId, deploymentId }) => sql`(${applicationId}, ${deploymentId})`);
    const rows = await db
      .selectFrom('deployments as d')
      .innerJoin('applications as a', (join) =>
        join.onRef('a.realm', '=', 'd.realm').onRef('a.application_id', '=', 'd.application_id'),
      )
      .select([
        'd.application_id',
        'd.deployment_id',
        'a.name as application_name',
        'd.name',
        'd.environment',
        'd.tags',
        'd.note',
      ])
      .where('d.realm', '=', realm)
      .where(sql<boolean>`(d.application_id, d.deployment_id) IN (VALUES ${sql.join(tuples)})`)
      .execute();
    for (const row of rows) {
      const saved = {
        applicationId: row.application_id,
        applicationName: row.application_name,
        deploymentId: row.deployment_id,
        deploymentName: row.name,
        environment: row.environment,
        tags: row.tags,
        note: row.note,
      };
      found.set(keyOf(saved), saved);
    }
  });
  return found;
}
