import { sql, type Kysely } from 'kysely';
import { z } from 'zod/mini';
import { deploymentKey, type Application, type Deployment } from '../../contract';
import { inTurns, nextTurn, sortInTurns } from '../run/next-turn';
import { cancellationColumns, toCancellation } from './cancellation-rows';
import { isOfAccount } from './of-account';
import type { Tables } from './schema';
import type { ListOwner } from './store';

/** Which deployments: of one application, a single one, or at most `limit` after one, by their IDs. */
interface DeploymentRange {
  applicationId?: string | undefined;
  deploymentId?: string;
  after?: { applicationId: string; deploymentId: string };
  limit?: number;
}

/** Deployments that are read with one query where other requests wait: a few milliseconds. */
const chunkSize = 250;

const tagList = z.array(z.string());

/** Tags as they are stored. */
export function parseTags(text: string): string[] {
  // Most deployments have none, and the list may be long.
  return text === '[]' ? [] : tagList.parse(JSON.parse(text));
}

const collator = new Intl.Collator('en', { sensitivity: 'accent', numeric: true });

function compareNames(nameA: string, nameB: string, idA: string, idB: string): number {
  return collator.compare(nameA, nameB) || (idA < idB ? -1 : 1);
}

/** The saved deployments of an account in a range, each with its own newest cancellation, ordered by their IDs. */
export async function readDeployments(
  db: Kysely<Tables>,
  { realm, account }: ListOwner,
  { applicationId, deploymentId, after, limit }: DeploymentRange,
): Promise<Deployment[]> {
  const conditions = [sql<boolean>`d.realm = ${realm}`, sql<boolean>`d.account = ${account}`];
  if (applicationId !== undefined) conditions.push(sql`d.application_id = ${applicationId}`);
  if (deploymentId !== undefined) conditions.push(sql`d.deployment_id = ${deploymentId}`);
  if (after !== undefined)
    conditions.push(
      sql`(d.application_id, d.deployment_id) > (${after.applicationId}, ${after.deploymentId})`,
    );
  // Two queries: a left join would carry two dozen empty columns for each deployment without a record.
  const rows = await db
    .selectFrom('deployments as d')
    .select(['d.application_id as applicationId', 'd.deployment_id as deploymentId'])
    .select(['d.name', 'd.environment', 'd.tags', 'd.note'])
    .select(['d.protected_reason', 'd.protected_by', 'd.protected_at'])
    .select(['d.environment_before', 'd.environment_changed_to'])
    .select(['d.environment_changed_by', 'd.environment_changed_at'])
    .where((eb) => eb.and(conditions))
    .orderBy('d.application_id')
    .orderBy('d.deployment_id')
    .$if(limit !== undefined, (query) => query.limit(limit ?? 0))
    .execute();
  const end = rows.at(-1);
  if (end === undefined) return [];
  conditions.push(sql`(d.application_id, d.deployment_id) <= (${end.applicationId}, ${end.deploymentId})`);
  const records = await db
    .selectFrom('deployments as d')
    .innerJoin('cancellations as c', (join) =>
      join.on(
        'c.seq',
        '=',
        sql<number>`(SELECT max(l.seq) FROM cancellations l WHERE l.realm = d.realm
          AND l.application_id = d.application_id AND l.deployment_id = d.deployment_id
          AND ${isOfAccount('l.account', account)})`,
      ),
    )
    .select(cancellationColumns.map((column) => `c.${column}` as const))
    .where((eb) => eb.and(conditions))
    .execute();
  const newest = new Map(records.map(toCancellation).map((record) => [deploymentKey(record), record]));
  return rows.map(({ applicationId, deploymentId, name, environment, tags, note, ...row }) => ({
    applicationId,
    deploymentId,
    name,
    environment,
    tags: parseTags(tags),
    note,
    lastCancellation: newest.get(deploymentKey({ applicationId, deploymentId })) ?? null,
    ...(row.protected_reason !== null &&
      row.protected_at !== null && {
        protection: { reason: row.protected_reason, person: row.protected_by, at: row.protected_at },
      }),
    ...(row.environment_before !== null &&
      row.environment_changed_at !== null && {
        environmentChange: {
          from: row.environment_before,
          // A release that did not keep it kept the last change.
          to: row.environment_changed_to ?? environment,
          person: row.environment_changed_by,
          at: row.environment_changed_at,
        },
      }),
  }));
}

/**
 * The saved applications of an account, or one of them, with their deployments, sorted by name. Outside of a transaction
 * they are read in chunks, between which other requests go on and the list may change: the event of that change has
 * the page read it again.
 */
export async function readApplications(
  db: Kysely<Tables>,
  owner: ListOwner,
  applicationId?: string,
): Promise<Application[]> {
  const rows = await db
    .selectFrom('applications')
    .select(['application_id as applicationId', 'name'])
    .where('realm', '=', owner.realm)
    .where('account', '=', owner.account)
    .$if(applicationId !== undefined, (query) => query.where('application_id', '=', applicationId ?? ''))
    .execute();
  const byApplication = new Map<string, Deployment[]>(rows.map((row) => [row.applicationId, []]));
  const limit = db.isTransaction ? Number.MAX_SAFE_INTEGER : chunkSize;
  let after = { applicationId: '', deploymentId: '' };
  for (;;) {
    const chunk = await readDeployments(db, owner, { applicationId, after, limit });
    for (const deployment of chunk) byApplication.get(deployment.applicationId)?.push(deployment);
    after = chunk.at(-1) ?? after;
    if (chunk.length < limit) break;
    await nextTurn();
  }
  const applications: Application[] = [];
  for await (const row of inTurns(rows)) {
    const deployments = await sortInTurns(byApplication.get(row.applicationId) ?? [], (a, b) =>
      compareNames(a.name, b.name, a.deploymentId, b.deploymentId),
    );
    applications.push({ ...row, deployments });
  }
  return sortInTurns(applications, (a, b) => compareNames(a.name, b.name, a.applicationId, b.applicationId));
}
