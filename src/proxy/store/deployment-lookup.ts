import { deploymentKey } from '../../contract';
import { sql, type Kysely } from 'kysely';
import { nextTurn } from '../run/next-turn';
import type { Backend } from './backend';
import type { Tables } from './schema';
import type { Realm, SavedDeployment } from './store';

type Target = Pick<SavedDeployment, 'applicationId' | 'deploymentId'>;

/** Rows of one statement: a few milliseconds, for which everything else waits. */
const partSize = 500;

/** Rows as JSON texts, each for one statement. */
export async function jsonParts(rows: readonly (readonly (string | null)[])[]): Promise<string[]> {
  const parts: string[] = [];
  for (let from = 0; from < rows.length; from += partSize) {
    if (from > 0) await nextTurn();
    parts.push(JSON.stringify(rows.slice(from, from + partSize)));
  }
  return parts;
}

/** Those of the targets that are saved, by `keyOf`; outside of a transaction, others get their turn meanwhile. */
export async function getDeploymentValues(
  db: Kysely<Tables>,
  jsonRows: Backend['jsonRows'],
  realm: Realm,
  targets: readonly Target[],
): Promise<Map<string, SavedDeployment & { tags: string; note: string | null }>> {
  const found = new Map<string, SavedDeployment & { tags: string; note: string | null }>();
  const ids = targets.map(({ applicationId, deploymentId }) => [applicationId, deploymentId]);
  for (const part of await jsonParts(ids)) {
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
      .where(
        sql<boolean>`(d.application_id, d.deployment_id) IN (SELECT value ->> 0, value ->> 1 FROM ${jsonRows(part)})`,
      )
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
      found.set(deploymentKey(saved), saved);
    }
    if (!db.isTransaction) await nextTurn();
  }
  return found;
}
