import { sql, type Kysely } from 'kysely';
import { z } from 'zod/mini';
import type { Application, Deployment } from '../../contract';
import { cancellationColumns, toCancellation } from './rows';
import { keyOf } from './saved-names';
import type { Tables } from './schema';
import type { Realm } from './store';

/** Part of the list: one application, or one deployment of it. */
interface Part {
  applicationId?: string;
  deploymentId?: string;
}

const tagList = z.array(z.string());

/** Tags as they are stored. */
export function tagsOf(text: string): string[] {
  // Most deployments have none, and the list may be long.
  return text === '[]' ? [] : tagList.parse(JSON.parse(text));
}

const collator = new Intl.Collator('en', { sensitivity: 'accent', numeric: true });

function byName(nameA: string, nameB: string, idA: string, idB: string): number {
  return collator.compare(nameA, nameB) || (idA < idB ? -1 : 1);
}

/** The saved deployments of a realm, or a part of them, each with its newest cancellation, in no order. */
export async function readDeployments(db: Kysely<Tables>, realm: Realm, part: Part): Promise<Deployment[]> {
  let wanted = sql`d.realm = ${realm}`;
  if (part.applicationId !== undefined) wanted = sql`${wanted} AND d.application_id = ${part.applicationId}`;
  if (part.deploymentId !== undefined) wanted = sql`${wanted} AND d.deployment_id = ${part.deploymentId}`;
  // Two queries: a left join would carry two dozen empty columns for each deployment without a record.
  const rows = await db
    .selectFrom('deployments as d')
    .select(['d.application_id', 'd.deployment_id', 'd.name', 'd.environment', 'd.tags', 'd.note'])
    .where(sql<boolean>`${wanted}`)
    .execute();
  const records = await db
    .selectFrom('deployments as d')
    .innerJoin('cancellations as c', (join) =>
      join.on(
        'c.seq',
        '=',
        sql<number>`(SELECT max(l.seq) FROM cancellations l WHERE l.realm = d.realm
          AND l.application_id = d.application_id AND l.deployment_id = d.deployment_id)`,
      ),
    )
    .select(cancellationColumns.map((column) => `c.${column}` as const))
    .where(sql<boolean>`${wanted}`)
    .execute();
  const last = new Map(records.map(toCancellation).map((record) => [keyOf(record), record]));
  return rows.map((row) => ({
    applicationId: row.application_id,
    deploymentId: row.deployment_id,
    name: row.name,
    environment: row.environment,
    tags: tagsOf(row.tags),
    note: row.note,
    lastCancellation: last.get(`${row.application_id}/${row.deployment_id}`) ?? null,
  }));
}

/** The saved applications of a realm, or one of them, with their deployments, sorted by name. */
export async function readApplications(
  db: Kysely<Tables>,
  realm: Realm,
  part: Pick<Part, 'applicationId'>,
): Promise<Application[]> {
  let query = db.selectFrom('applications').select(['application_id', 'name']).where('realm', '=', realm);
  if (part.applicationId !== undefined) query = query.where('application_id', '=', part.applicationId);
  const rows = await query.execute();
  const byApplication = new Map<string, Deployment[]>(rows.map((row) => [row.application_id, []]));
  for (const deployment of await readDeployments(db, realm, part))
    byApplication.get(deployment.applicationId)?.push(deployment);
  return rows
    .map((row): Application => ({
      applicationId: row.application_id,
      name: row.name,
      deployments: (byApplication.get(row.application_id) ?? []).sort((a, b) =>
        byName(a.name, b.name, a.deploymentId, b.deploymentId),
      ),
    }))
    .sort((a, b) => byName(a.name, b.name, a.applicationId, b.applicationId));
}
